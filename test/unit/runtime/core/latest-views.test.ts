import { LatestViews } from "../../../../runtime/core/latest-views";
import { noon, row } from "../../../../testkit/records";
import { world } from "../world/world";

/** Views of one row, each of an event of its own. */
const view = (id: string, timestamp = noon) => ({
	row: row({ eventId: id, timestamp }),
	event: { id, timestamp },
});

function views() {
	const { store, table } = world();
	const latest = new LatestViews();
	const write = (view: Omit<Parameters<typeof latest.write>[0], "store">) =>
		latest.write({ store, ...view });
	return { write, table };
}

const puts = (calls: readonly string[]) =>
	calls.filter((name) => name === "PutItem").length;

test("of the views of one row that are asked for at once only the greatest is written", async () => {
	const { write, table } = views();
	const results = await Promise.all(
		[view("a", noon + 1), view("c", noon + 2), view("b", noon + 2)].map(write),
	);
	expect(results).toEqual(["stale", "written", "stale"]);
	expect(table.rows()).toMatchObject([{ eventId: "c" }]);
	expect(puts(table.calls)).toBe(1);
});

test("ids of one time are compared as DynamoDB does, by their bytes", async () => {
	const { write, table } = views();
	// As JavaScript compares strings the second is the lesser one.
	const ids = ["\uffee", "\u{1f355}"];
	await Promise.all(ids.map((id) => write(view(id))));
	expect(table.rows()).toMatchObject([{ eventId: "\u{1f355}" }]);
});

test("views of other rows, and those asked for later, are written on their own", async () => {
	const { write, table } = views();
	const other = { ...view("a"), row: row({ sk: "item#2", eventId: "a" }) };
	await Promise.all([write(view("a")), write(other)]);
	expect(await write(view("b"))).toBe("written");
	expect(puts(table.calls)).toBe(3);
});

test("where the greatest will never be written, the next one is", async () => {
	const { write, table } = views();
	table.failNext({ name: "ValidationException" });
	const results = await Promise.allSettled(
		["b", "a", "c"].map((id) => write(view(id))),
	);
	expect(results).toMatchObject([
		{ value: "written" },
		{ value: "stale" },
		{ reason: { name: "ValidationException" } },
	]);
	expect(table.rows()).toMatchObject([{ eventId: "b" }]);
});

test("where it may be written later, all come again", async () => {
	const { write, table } = views();
	table.failNext({ name: "ThrottlingException" });
	const results = await Promise.allSettled(
		["a", "b"].map((id) => write(view(id))),
	);
	expect(results.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
	expect(table.rows()).toEqual([]);
});
