import fc from "fast-check";
import { listPage } from "../../../../runtime/core/list";
import {
	decodeCursor,
	encodeCursor,
	type List,
} from "../../../../runtime/core/page";
import type { Row } from "../../../../runtime/core/rows";
import { image } from "../../../../testkit/records";
import { runs } from "../world/runs";
import { world } from "../world/world";

const byData = (prefix = "", descending = false): List => ({
	index: "gsi2",
	hash: { name: "discriminator", value: "item" },
	range: { name: "data", prefix },
	descending,
});

const byKey = (pk = "shop-1", prefix = ""): List => ({
	hash: { name: "pk", value: pk },
	range: { name: "sk", prefix },
});

const visible = (row: Row) => (row.deleted ? undefined : row);

/** Rows 0, 1, 2, …; those in `hidden` are tombstones. */
function filled(count: number, hidden: readonly number[] = []) {
	const all = world();
	for (let n = 0; n < count; n++) {
		const sk = String(n).padStart(4, "0");
		const deleted = hidden.includes(n) && { deleted: true as const };
		all.table.set(image({ sk, data: `d${sk}`, ...deleted }));
	}
	/** All pages, by their rows. */
	const pages = async (list: List, limit?: number) => {
		const found: string[][] = [];
		let cursor: string | undefined;
		do {
			const page = await listPage(all.store, list, { limit, cursor }, visible);
			found.push(page.items.map(({ sk }) => sk));
			cursor = page.cursor;
		} while (cursor);
		return found;
	};
	return { ...all, pages };
}

const sizes = (pages: string[][]) => pages.map(({ length }) => length);

test.each([
	["25 by default", 60, undefined, [25, 25, 10]],
	["as many as asked", 7, 3, [3, 3, 1]],
	["at most 100", 150, 1000, [100, 50]],
	["at least 1", 2, 0, [1, 1]],
	["no empty page behind a full last one", 6, 3, [3, 3]],
	["one empty page of an empty list", 0, 3, [0]],
])("a page has %s", async (_, count, limit, expected) => {
	const { pages } = filled(count);
	expect(sizes(await pages(byKey(), limit))).toEqual(expected);
	expect(sizes(await pages(byData(), limit))).toEqual(expected);
	expect(sizes(await pages(byData("d", true), limit))).toEqual(expected);
});

test("hidden rows do not count, and many of them cost few reads", async () => {
	const hidden = Array.from({ length: 300 }, (_, i) => i + 25);
	const { pages, table } = filled(326, hidden);
	expect(sizes(await pages(byKey()))).toEqual([25, 1]);
	expect(table.calls.length).toBeLessThan(30);
});

test("all pages together are the visible rows in order, each once", async () => {
	const given = fc.record({
		count: fc.nat(30),
		hidden: fc.uniqueArray(fc.nat(29)),
		limit: fc.integer({ min: 1, max: 8 }),
		rowsPerQuery: fc.integer({ min: 1, max: 10 }),
		descending: fc.boolean(),
	});
	await fc.assert(
		fc.asyncProperty(
			given,
			async ({ count, hidden, limit, rowsPerQuery, descending }) => {
				const { pages, table } = filled(count, hidden);
				table.rowsPerQuery = rowsPerQuery;
				const expected = Array.from({ length: count }, (_, n) => n)
					.filter((n) => !hidden.includes(n))
					.map((n) => String(n).padStart(4, "0"));
				const found = await pages(byData("", descending), limit);
				expect(found.flat()).toEqual(
					descending ? expected.reverse() : expected,
				);
				for (const page of found.slice(0, -1)) expect(page).toHaveLength(limit);
			},
		),
		runs(0.5),
	);
});

describe("a cursor that is not of the list is a bad request", () => {
	const fields = ["discriminator", "data", "pk", "sk"];
	const key = { discriminator: "item", data: "a#1", pk: "shop-1", sk: "1" };
	const cursor = (fields: object) => encodeCursor(fields, Object.keys(fields));
	const json = (value: unknown) =>
		Buffer.from(JSON.stringify(value)).toString("base64url");

	test("one that is gives its key", () => {
		expect(decodeCursor(cursor(key), fields, byData("a#"))).toEqual(key);
	});

	test.each([
		["empty", ""],
		["no base64", "§§§"],
		["no JSON", Buffer.from("{").toString("base64url")],
		["no object", json("item")],
		["null", json(null)],
		["a list", json(["item"])],
		["of another name", cursor({ ...key, discriminator: "order" })],
		["of another prefix", cursor({ ...key, data: "b#1" })],
		[
			"lacks a field",
			cursor({ discriminator: "item", data: "a#1", pk: "shop-1" }),
		],
		["has one more", cursor({ ...key, gsi: "x" })],
		[
			"of another field",
			cursor({ discriminator: "item", data: "a#1", pk: "shop-1", sl: "1" }),
		],
		["of numbers", json({ ...key, sk: 1 })],
		["of an empty key", json({ ...key, sk: "" })],
	])("%s", async (_, tampered) => {
		const { store } = world();
		const list = listPage(store, byData("a#"), { cursor: tampered }, visible);
		await expect(list).rejects.toMatchObject({
			status: 400,
			name: "BadRequest",
		});
	});

	test("another partition's", async () => {
		const { store } = world();
		const foreign = cursor({ pk: "shop-2", sk: "1" });
		const list = listPage(store, byKey("shop-1"), { cursor: foreign }, visible);
		await expect(list).rejects.toMatchObject({ status: 400 });
	});
});
