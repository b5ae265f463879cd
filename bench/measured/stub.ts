import { createHash } from "node:crypto";

/** One call of the SDK, in words that do not depend on how it is made. */
type Call = Record<string, unknown>;

/** A client, or the prototype of clients. */
type Target = object;

interface Command {
	input: Record<string, unknown>;
}

/** While `run` is under way the clients send nothing, and answer at once. */
export async function stubbed<T>(
	targets: readonly Target[],
	run: () => Promise<T>,
	onCall: (input: Command["input"]) => void = () => {},
): Promise<T> {
	const send = async ({ input }: Command) => {
		onCall(input);
		const entries = Array.isArray(input.Entries) ? input.Entries : [];
		return {
			FailedEntryCount: 0,
			Entries: entries.map(() => ({ EventId: "event" })),
		};
	};
	for (const target of targets) Object.assign(target, { send });
	try {
		return await run();
	} finally {
		for (const target of targets) Reflect.deleteProperty(target, "send");
	}
}

/** What was sent, and how often. */
export interface Sent {
	calls: number;
	entries: number;
	detailBytes: number;
	/** Of what all contenders send alike, in any order of entries and fields. */
	digest: string;
}

/** What a handler sends for one batch. */
export async function sentBy(
	targets: readonly Target[],
	run: () => Promise<unknown>,
): Promise<Sent> {
	const calls: Call[] = [];
	await stubbed(targets, run, (input) => calls.push(input));
	const entries = calls.flatMap((call) =>
		Array.isArray(call.Entries) ? call.Entries : [call],
	);
	const details = entries.map(({ Detail = "" }) => String(Detail));
	const said = entries.map((entry) => JSON.stringify(sorted(contentOf(entry))));
	return {
		calls: calls.length,
		entries: entries.length,
		detailBytes: details.reduce((sum, d) => sum + Buffer.byteLength(d), 0),
		digest: createHash("sha256").update(said.sort().join("\n")).digest("hex"),
	};
}

/** An entry's event, or the item that a put or an update leaves. */
function contentOf(call: Call): unknown {
	const { Detail, EventBusName, Source, DetailType } = call;
	if (typeof Detail === "string") {
		const { tags, ...event } = JSON.parse(Detail);
		// The prior art's names of the same two tags.
		const { functionname, pipeline, ...rest } = tags;
		const named = { function: functionname, rule: pipeline, ...rest };
		return { EventBusName, Source, DetailType, ...event, tags: named };
	}
	const { Item, Key, TableName, ExpressionAttributeValues: values } = call;
	const set = Object.entries(values ?? {}).map(([n, v]) => [n.slice(1), v]);
	return { TableName, ...Object(Item ?? Key), ...(!Item && entriesOf(set)) };
}

const entriesOf = (entries: unknown[][]) =>
	Object.fromEntries(entries.map(([name, value]) => [String(name), value]));

function sorted(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(sorted);
	if (typeof value !== "object" || value === null) return value;
	const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
	return Object.fromEntries(fields.map(([k, v]) => [k, sorted(v)]));
}
