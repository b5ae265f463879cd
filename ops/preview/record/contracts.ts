import type {
	ContractRecord,
	EventRecord,
	RouteRecord,
	RowRecord,
	Schema,
} from "./recording";

/** The `toJSONSchema` of the tree's own zod, which its schemas are made with. */
export type ToJsonSchema = (
	schema: unknown,
	options: { io: "input" | "output"; unrepresentable?: "any" },
) => unknown;

/** The contracts of a tree, whichever version of the library they are made with, and of the producers outside it. */
export function contractRecords(
	services: unknown,
	externals: unknown,
	toJsonSchema: ToJsonSchema,
): ContractRecord[] {
	const of = recordOf(toJsonSchema);
	return [...list(services), ...list(externals)]
		.map(of)
		.sort((a, b) => (a.name < b.name ? -1 : 1));
}

function recordOf(toJsonSchema: ToJsonSchema) {
	const schemaOf = (
		schema: unknown,
		io: "input" | "output",
		unrepresentable?: "any",
	): Schema => ({
		...Object(
			toJsonSchema(schema, { io, ...(unrepresentable && { unrepresentable }) }),
		),
	});

	const eventOf =
		(io: "input" | "output") =>
		(event: Fields): EventRecord => {
			const { schema, body, ...terms } = event;
			return { schema: schemaOf(schema, io), terms: json(terms) };
		};

	const routeOf = (route: Fields): RouteRecord => {
		const { query, body, response, example, ...terms } = route;
		return {
			...(isSchema(query) && { query: schemaOf(query, "input") }),
			...(isSchema(body) && { body: schemaOf(body, "input") }),
			...(isSchema(response) && { response: schemaOf(response, "output") }),
			terms: json(terms),
		};
	};

	const rowOf = (row: Fields): RowRecord => {
		const { schema, fields: _, expireAfter, ...terms } = row;
		return {
			// What a row that is there already must be, to be read; of what is no JSON only that it is there.
			schema: isSchema(schema) ? schemaOf(schema, "input", "any") : {},
			...(typeof expireAfter === "number" && { expireAfter }),
			terms: json(terms),
		};
	};

	return (given: unknown): ContractRecord => {
		const contract = fields(given);
		return {
			name: String(contract.name),
			kind: String(contract.kind ?? "external"),
			owner: String(contract.owner ?? ""),
			produces: each(contract.produces, eventOf("output")),
			consumes: each(contract.consumes, eventOf("input")),
			api: each(contract.api, routeOf),
			webhooks: each(contract.webhooks, routeOf),
			rules: each(contract.rules, json),
			jobs: each(contract.jobs, json),
			systems: each(contract.systems, json),
			rows: each(contract.rows, rowOf),
		};
	};
}

type Fields = Record<string, unknown>;

function each<T>(all: unknown, of: (one: Fields) => T): Record<string, T> {
	return Object.fromEntries(
		Object.entries(fields(all)).map(([name, one]) => [name, of(fields(one))]),
	);
}

function fields(value: unknown): Fields {
	return { ...Object(value) };
}

function list(value: unknown): unknown[] {
	return Array.isArray(value) ? value : [];
}

function isSchema(value: unknown): boolean {
	return typeof value === "object" && value !== null && "_zod" in value;
}

/** Without functions and schemas that are nobody's contract. */
function json(value: Fields): Fields {
	return JSON.parse(
		JSON.stringify(value, (_key, inner: unknown) =>
			isSchema(inner) ? undefined : inner,
		),
	);
}
