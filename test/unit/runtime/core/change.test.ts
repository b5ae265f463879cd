import fc from "fast-check";
import { streamFilters } from "../../../../contracts/stream-filters";
import { compileFilters } from "../../../../local/streams/filter";
import { publishedChange } from "../../../../runtime/core/change";
import { image, noon, row, streamRecord } from "../../../../testkit/records";
import { runs } from "../world/runs";
import { shop } from "../world/shop";

const isPublished = (name: string) => name === "item" || name === "reservation";

/** What a function of that region makes of the record; the table's own region is us-east-1. */
function change(
	images: Parameters<typeof streamRecord>[0],
	region = "us-east-1",
) {
	const options = { region, tableRegion: "us-east-1", isPublished };
	return publishedChange(streamRecord(images), options);
}

const alive = image({ changeId: "first", timestamp: noon - 2 });
const changed = image({ changeId: "second", timestamp: noon - 1 });
const tombstone = image({
	changeId: "third",
	timestamp: noon - 1,
	deleted: true,
	ttl: noon / 1000 + 10,
});

describe("the kind of change follows from old and new image", () => {
	test.each([
		["created", undefined, alive],
		["updated", alive, changed],
		["deleted", alive, tombstone],
		["undeleted", tombstone, changed],
		["deleted", alive, undefined],
		["deleted", undefined, tombstone],
	])("%s", (kind, old, now) => {
		expect(change({ old, now })?.kind).toBe(kind);
	});

	test("a tombstone that is written again is no change", () => {
		expect(change({ old: tombstone, now: { ...tombstone } })).toBeUndefined();
	});

	test("a handler gets the row as it is and as it was", () => {
		const both = change({ old: alive, now: changed });
		expect(both?.row.changeId).toBe("second");
		expect(both?.old?.changeId).toBe("first");
	});

	test("of a hard delete it gets the row as it was", () => {
		const removed = change({ old: alive });
		expect(removed?.row.changeId).toBe("first");
		expect(removed?.old).toBeUndefined();
	});
});

describe("a change is published exactly when the region that made the write is its own", () => {
	test.each([
		["made here", "us-east-1", "us-east-1", true],
		["replicated", "us-west-2", "us-east-1", false],
		["made here, away from the table", "us-west-2", "us-west-2", true],
		["without a stamp, in the table's region", undefined, "us-east-1", true],
		["without a stamp, elsewhere", undefined, "us-west-2", false],
	])("%s", (_, awsregion, region, published) => {
		const now = image({ awsregion });
		expect(change({ now }, region) !== undefined).toBe(published);
		expect(change({ old: now }, region) !== undefined).toBe(published);
	});

	test("a row of another region that is overwritten here", () => {
		const old = image({ awsregion: "us-west-2", changeId: "old" });
		expect(change({ old, now: changed })?.kind).toBe("updated");
		expect(change({ old, now: changed }, "us-west-2")).toBeUndefined();
	});

	test.each(["order", "note", "HANDLED", undefined])(
		"a row of the discriminator %s is never published",
		(discriminator) => {
			expect(change({ now: image({ discriminator }) })).toBeUndefined();
		},
	);

	test("the mapping's filters and the code agree", () => {
		const images = fc.option(
			fc.record({
				discriminator: fc.constantFrom("item", "reservation", "order", "note"),
				awsregion: fc.constantFrom("us-east-1", "us-west-2", undefined),
				changeId: fc.constantFrom("a", "b"),
			}),
			{ nil: undefined },
		);
		const regions = fc.constantFrom("us-east-1", "us-west-2");
		fc.assert(
			fc.property(
				images,
				images,
				regions,
				regions,
				(old, now, region, tableRegion) => {
					fc.pre(old !== undefined || now !== undefined);
					const record = streamRecord({
						old: old && image(old),
						now: now && image(now),
					});
					const passes = compileFilters(
						streamFilters(shop, { region, tableRegion }),
					);
					const made = publishedChange(record, {
						region,
						tableRegion,
						isPublished,
					});
					const by = now?.awsregion;
					const replaced =
						old?.awsregion === region && by !== undefined && by !== region;
					expect(passes(record)).toBe(made !== undefined || replaced);
				},
			),
			runs(3),
		);
	});

	test("a record without images means nothing", () => {
		const options = {
			region: "us-east-1",
			tableRegion: "us-east-1",
			isPublished,
		};
		expect(publishedChange({}, options)).toBeUndefined();
	});
});

describe("a row that was written back", () => {
	const lesser = image({ awsregion: "us-west-2", changeId: "lesser" });
	const repaired = image({ repaired: "change-1" });

	test("is not published again: its change has been", () => {
		expect(change({ old: lesser, now: repaired })).toBeUndefined();
	});

	test("nor over the same change, made in another region at a lesser time", () => {
		const old = { ...lesser, ...image({ timestamp: noon - 1 }) };
		expect(change({ old, now: repaired })).toBeUndefined();
		const oldRepaired = { ...old, repaired: { S: "change-1" } };
		expect(change({ old: oldRepaired, now: repaired })).toBeUndefined();
	});

	test("is published when it changes again, also with the mark left on it", () => {
		const now = image({ changeId: "next", repaired: "change-1" });
		expect(change({ old: repaired, now })).toMatchObject({
			kind: "updated",
			changeId: "next",
			stamped: true,
		});
	});

	test("is published when a console edits it", () => {
		const now = { ...repaired, price: { N: "1" } };
		expect(change({ old: repaired, now })).toMatchObject({
			kind: "updated",
			stamped: false,
		});
	});
});

describe("a removal by TTL publishes nothing", () => {
	const expired = image({ ttl: noon / 1000 - 100 });

	test("with the service's identity on the record", () => {
		expect(change({ old: expired, byTtl: true })).toBeUndefined();
		expect(change({ old: alive, byTtl: true })).toBeUndefined();
	});

	test("without it, as in the other regions", () => {
		expect(change({ old: expired })).toBeUndefined();
	});

	test("but a removal before its time is a hard delete", () => {
		const old = image({ ttl: noon / 1000 + 100 });
		expect(change({ old })?.kind).toBe("deleted");
	});

	test("soft delete then reaping is one event", () => {
		const late = noon / 1000 + 20;
		expect(change({ old: alive, now: tombstone })?.kind).toBe("deleted");
		expect(change({ old: tombstone, seconds: late })).toBeUndefined();
		expect(
			change({ old: tombstone, seconds: late, byTtl: true }),
		).toBeUndefined();
	});

	test("as is a tombstone that somebody removes by hand", () => {
		expect(change({ old: tombstone, seconds: 0 })).toBeUndefined();
	});
});

describe("the change's id and time", () => {
	test("are the repository's stamps", () => {
		expect(change({ old: alive, now: changed })).toMatchObject({
			changeId: "second",
			timestamp: noon - 1,
			stamped: true,
		});
	});

	test.each([
		["without a change id", { changeId: undefined }],
		["without a region", { awsregion: undefined }],
	])("of a row %s come from the image and the stream", (_, fields) => {
		const now = image({ ...fields, timestamp: noon - 5000 });
		expect(change({ now, seconds: noon / 1000 })).toMatchObject({
			changeId: expect.stringMatching(/^[0-9a-f]{32}$/),
			timestamp: noon,
			stamped: false,
		});
	});

	test("of a console's edit that left the stamps come from the image, and are later than the stamp", () => {
		const edited = { ...alive, price: { N: "999" } };
		const found = change({
			old: alive,
			now: edited,
			seconds: noon / 1000 - 60,
		});
		expect(found).toMatchObject({
			kind: "updated",
			timestamp: noon - 1,
			stamped: false,
		});
		expect(found?.changeId).not.toBe("first");
		const again = change({ old: alive, now: { ...edited } });
		expect(again?.changeId).toBe(found?.changeId);
		const other = change({ old: edited, now: { ...alive, price: { N: "1" } } });
		expect(other?.changeId).not.toBe(found?.changeId);
	});

	test("of a console's edit are published by the stamped region", () => {
		const old = image({ awsregion: "us-west-2" });
		const now = image({ awsregion: "us-west-2", price: 1 });
		expect(change({ old, now })).toBeUndefined();
		expect(change({ old, now }, "us-west-2")?.stamped).toBe(false);
	});

	test("of a hard delete are not those of the write before, in either region the same", () => {
		const removed = change({ old: changed });
		expect(removed).toMatchObject({ stamped: false, timestamp: noon });
		expect(removed?.changeId).not.toBe("second");
		expect(change({ old: { ...changed } })?.changeId).toBe(removed?.changeId);
		// Nor those of the edit that left the row as it was removed.
		const edited = { ...changed, price: { N: "1" } };
		const edit = change({ old: changed, now: edited });
		expect(change({ old: edited })?.changeId).not.toBe(edit?.changeId);
	});

	test("are whole ms, also where the stream's time is not", () => {
		const now = image({ changeId: undefined, timestamp: undefined });
		const found = change({ now, seconds: noon / 1000 + 0.1234567 });
		expect(found?.timestamp).toBe(noon + 123);
	});

	test("a record without a time counts from the stamp", () => {
		const record = streamRecord({ now: image({ changeId: undefined }) });
		delete record.dynamodb?.ApproximateCreationDateTime;
		const options = {
			region: "us-east-1",
			tableRegion: "us-east-1",
			isPublished,
		};
		expect(publishedChange(record, options)?.timestamp).toBe(noon + 1);
	});

	test("the row is the image's", () => {
		expect(change({ now: image() })?.row).toEqual(row());
	});
});

describe("a change that is done again", () => {
	test("at a later time is the same change: it has the same id", () => {
		const now = image({ timestamp: noon + 1 });
		expect(change({ old: image(), now })).toMatchObject({
			changeId: "change-1",
			timestamp: noon + 1,
			stamped: true,
		});
	});

	test("by an old image that came back from another region is none", () => {
		const old = image({ changeId: "change-2", timestamp: noon + 1 });
		expect(change({ old, now: image() })).toBeUndefined();
	});
});
