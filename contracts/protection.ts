import type { Contract } from "./contract";
import { writtenRows } from "./written-rows";

/** Fields that are encrypted under one name: of an event, or of a row in the table. */
export interface Protected {
	/** Whose event or row it is; none for a consumed event: its type has one producer. */
	service?: string;
	kind: "event" | "row";
	name: string;
	/** Paths; never empty. */
	fields: readonly string[];
}

/** What one function encrypts and decrypts, and nothing else; both empty where its contract marks nothing. */
export interface Protection {
	encrypts: Protected[];
	decrypts: Protected[];
}

/** The row that says how far a job is: its state holds what a page has read. */
export const jobRow = "JOB";

/** The row that keeps a request's first answer: it holds whatever the answer does. */
export const answerRow = "IDEMPOTENCY";

type Marks = Pick<
	Contract,
	"name" | "rows" | "produces" | "consumes" | "webhooks" | "jobs"
> & {
	rules: Readonly<Record<string, object>>;
};

/** The marks of a contract, as they concern one kind of function. */
export function protectionOf(
	{ name: service, rows, produces, consumes, rules, webhooks, jobs }: Marks,
	kind: "rest" | "listener" | "trigger" | "webhook" | "job",
): Protection {
	const rowsWhere = (has: (row: string) => boolean) =>
		Object.entries(rows).flatMap(([name, { sensitive }]) =>
			has(name) ? marked({ service, kind: "row", name }, sensitive) : [],
		);
	switch (kind) {
		case "rest": {
			const all = rowsWhere(() => true);
			const own = rowsWhere((row) => rows[row]?.kind !== "materialized");
			const fields = ["answer", "inputHash"];
			const answers: Protected[] =
				all.length > 0
					? [{ service, kind: "row", name: answerRow, fields }]
					: [];
			return { encrypts: [...own, ...answers], decrypts: [...all, ...answers] };
		}
		case "job": {
			const all = rowsWhere(() => true);
			const own = rowsWhere((row) => rows[row]?.kind !== "materialized");
			const hasState = all.length > 0 && Object.keys(jobs).length > 0;
			const states: Protected[] = hasState
				? [{ service, kind: "row", name: jobRow, fields: ["state"] }]
				: [];
			return { encrypts: [...own, ...states], decrypts: [...all, ...states] };
		}
		case "webhook": {
			const written = Object.values(webhooks).flatMap(({ writes }) => writes);
			return {
				encrypts: rowsWhere((row) => written.includes(row)),
				decrypts: [],
			};
		}
		case "listener": {
			const written = Object.values(rules).flatMap((rule) =>
				writtenRows(rule, produces),
			);
			return {
				encrypts: rowsWhere((row) => written.includes(row)),
				decrypts: Object.entries(consumes).flatMap(([name, { decrypts }]) =>
					marked({ kind: "event", name }, decrypts),
				),
			};
		}
		case "trigger":
			return {
				encrypts: Object.entries(produces).flatMap(([name, { sensitive }]) =>
					marked({ service, kind: "event", name }, sensitive),
				),
				decrypts: rowsWhere((row) => rows[row]?.kind === "published"),
			};
	}
}

function marked(
	of: Omit<Protected, "fields">,
	fields: readonly string[] = [],
): Protected[] {
	return fields.length > 0 ? [{ ...of, fields }] : [];
}
