import { unmarshall } from "@aws-sdk/util-dynamodb";
import { repair, setBack } from "../../../../runtime/core/repair";
import type { Item } from "../../../../testkit/dynamo/expression";
import { image, noon, row, streamRecord } from "../../../../testkit/records";
import { world } from "../world/world";

type Fields = Parameters<typeof image>[0];

const theirs = { awsregion: "us-west-2", changeId: "change-2" };

/** The row that a function of us-east-1 would write back. */
function seen(old: Fields | undefined, now: Fields | undefined) {
	const images = { old: old && image(old), now: now && image(now) };
	const found = setBack(streamRecord(images), "us-east-1");
	return found && unmarshall(found as Item);
}

describe("a row of this region is written back when another region's replaced it", () => {
	test("and was earlier", () => {
		const now = { ...theirs, timestamp: noon - 1 };
		expect(seen({}, now)).toEqual(row());
	});

	test("and was of the same time, with a lesser id", () => {
		expect(seen({}, { ...theirs, changeId: "a" })).toMatchObject(row());
	});

	test("and was an old one of this region's own, which a console elsewhere had edited", () => {
		const now = { timestamp: noon - 1, changeId: "change-0" };
		expect(seen({}, now)).toEqual(row());
	});

	test("also a view, by its event's id", () => {
		const view = { changeId: undefined, eventId: "event-2" };
		const now = { ...view, awsregion: "us-west-2", eventId: "event-1" };
		expect(seen(view, now)).toMatchObject({ eventId: "event-2" });
		expect(seen({ ...view, eventId: "event-1" }, now)).toBeUndefined();
	});

	test.each([
		["greater by time", {}, { ...theirs, timestamp: noon + 1, changeId: "a" }],
		["greater by id", {}, theirs],
		["the same change", {}, { ...theirs, changeId: "change-1" }],
		["this region's own, at one time", {}, { changeId: "a" }],
		["a script's, without a region", {}, { awsregion: undefined }],
		["a script's, without a time", {}, { ...theirs, timestamp: undefined }],
		["over a row that has no time", { timestamp: undefined }, theirs],
		[
			"over a third region's",
			{ awsregion: "eu-west-1" },
			{ ...theirs, timestamp: 1 },
		],
		["over nothing", undefined, theirs],
		["a removal", {}, undefined],
	])("but not when what replaced it is %s", (_, old, now) => {
		expect(seen(old, now)).toBeUndefined();
	});
});

describe("writing back", () => {
	const truth = row({ repaired: "change-1" });
	const repairOver = async (...standing: Fields[]) => {
		const { store, table } = world();
		for (const fields of standing) table.set(image(fields));
		return { done: await repair(truth, store), table };
	};

	test("replaces the lesser row, and any other lesser one that came meanwhile", async () => {
		const { done, table } = await repairOver({
			...theirs,
			timestamp: noon - 1,
		});
		expect(done).toBe(true);
		expect(table.rows()).toEqual([truth]);
		const later = { timestamp: noon - 1, changeId: "z" };
		expect((await repairOver({ ...theirs, timestamp: 1 }, later)).done).toBe(
			true,
		);
	});

	test.each([
		["a greater one", [{ ...theirs, timestamp: noon + 1 }]],
		["the same, written back before", [{ repaired: "change-1" }]],
		["nothing, since it has been removed", []],
	])("leaves %s", async (_, standing) => {
		const { done, table } = await repairOver(...standing);
		expect(done).toBe(false);
		expect(table.rows()).toEqual(standing.map((fields) => row(fields)));
	});
});
