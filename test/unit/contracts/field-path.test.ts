import { mapAt, pick } from "../../../contracts/field-path";

const body = {
	order: {
		id: "1",
		total: { amount: 5, currency: "EUR" },
		lines: [{ note: "a", n: 1 }, { n: 2 }],
	},
};

describe("pick", () => {
	test.each<[string[], object]>([
		[["order.id"], { order: { id: "1" } }],
		[
			["order.id", "order.total.amount"],
			{ order: { id: "1", total: { amount: 5 } } },
		],
		[["order.total"], { order: { total: { amount: 5, currency: "EUR" } } }],
		[["order.nothing", "other.field"], {}],
		[[], {}],
	])("keeps only %j", (paths, expected) => {
		expect(pick(body, paths)).toEqual(expected);
	});
});

describe("mapAt", () => {
	const loud = async (value: unknown) => `${value}!`;

	test.each<[string, object]>([
		["order.id", { order: { ...body.order, id: "1!" } }],
		[
			"order.lines[].note",
			{ order: { ...body.order, lines: [{ note: "a!", n: 1 }, { n: 2 }] } },
		],
		["order.nothing.deeper", body],
	])("changes what is at %s", async (path, expected) => {
		expect(await mapAt(body, path, loud)).toEqual(expected);
	});

	test.each([
		"order.id.deeper",
		"order.lines.note",
		"order.total[]",
		"order[].id",
	])("refuses %s, which leads through something else", async (path) => {
		await expect(mapAt(body, path, loud)).rejects.toThrow(TypeError);
	});

	test.each([
		[{ order: null }, "order.id"],
		[{ order: { lines: null } }, "order.lines[].note"],
		[{}, "order.id"],
	])("finds nothing in %j at %s", async (nothing, path) => {
		expect(await mapAt(nothing, path, loud)).toEqual(nothing);
	});

	test("leaves the original as it was", async () => {
		const before = structuredClone(body);
		await mapAt(body, "order.total.amount", loud);
		expect(body).toEqual(before);
	});
});
