import {
	before,
	earlierThan,
	lesserThan,
	olderThan,
	unchangedSince,
} from "../../../../runtime/core/conditions";
import type { Condition } from "../../../../runtime/core/store";
import { image, noon, row } from "../../../../testkit/records";
import { world } from "../world/world";

/** Whether a write under the condition goes through, where this row stands. */
async function holds(
	condition: Condition,
	standing: Parameters<typeof image>[0] | undefined,
) {
	const { store, table } = world();
	if (standing) table.set(image(standing));
	return (await store.put(row({ changeId: "new" }), condition)) === undefined;
}

const unstamped = { timestamp: undefined, changeId: undefined };

test.each([
	["no row", undefined, true],
	["an earlier row", { timestamp: noon - 1 }, true],
	[
		"an earlier row of no change",
		{ timestamp: noon - 1, changeId: undefined },
		true,
	],
	["a row of the same ms", { timestamp: noon }, false],
	["a later row", { timestamp: noon + 1 }, false],
	[
		"the row of this very change",
		{ timestamp: noon - 1, changeId: "mine" },
		false,
	],
	["a row without stamps", unstamped, false],
])("a command's first try, over %s: %p %p", async (_, standing, expected) => {
	expect(await holds(earlierThan(noon, "mine"), standing)).toBe(expected);
});

test.each([
	["it is as it was", row(), {}, true],
	["another change", row(), { changeId: "other" }, false],
	["a later write", row(), { timestamp: noon + 1 }, false],
	[
		"a view, as it was",
		row({ changeId: undefined }),
		{ changeId: undefined },
		true,
	],
	["no row was there, none is", undefined, undefined, true],
	["no row was there, one is", undefined, {}, false],
	["a row was there, none is", row(), undefined, false],
	["without stamps, as it was", row(unstamped), unstamped, true],
	["without stamps, then stamped", row(unstamped), {}, false],
	[
		"without a time only",
		row({ timestamp: undefined }),
		{ timestamp: undefined },
		true,
	],
])("unchanged since it was read: %s", async (_, read, standing, expected) => {
	expect(await holds(unchangedSince(read), standing)).toBe(expected);
});

test.each([
	["no row", undefined, true],
	["an earlier event's", { timestamp: noon - 1, eventId: "z" }, true],
	["the same time, a lesser id", { timestamp: noon, eventId: "a" }, true],
	["the same event's", { timestamp: noon, eventId: "m" }, false],
	["the same time, a greater id", { timestamp: noon, eventId: "z" }, false],
	["a later event's", { timestamp: noon + 1, eventId: "a" }, false],
	["a row that a script wrote", unstamped, true],
])("the inverse optimistic lock, over %s", async (_, standing, expected) => {
	const event = { id: "m", timestamp: noon };
	expect(await holds(olderThan(event), standing)).toBe(expected);
});

test.each([
	["no row", undefined, true],
	["an earlier row", { timestamp: noon - 1 }, true],
	["the same time", {}, false],
	["a row that a script wrote", unstamped, true],
])("before a time, over %s", async (_, standing, expected) => {
	expect(await holds(before(noon), standing)).toBe(expected);
});

test.each([
	["no row", undefined, false],
	["an earlier row", { timestamp: noon - 1, changeId: "z" }, true],
	["the same time, a lesser change", { changeId: "a" }, true],
	["the same change", { changeId: "m" }, false],
	["the same time, a greater change", { changeId: "z" }, false],
	["a later row", { timestamp: noon + 1, changeId: "a" }, false],
	["a lesser event's", { changeId: undefined, eventId: "a" }, true],
	["a greater event's", { changeId: undefined, eventId: "z" }, false],
	["a row that a script wrote", unstamped, false],
])("a lesser row, where there is %s", async (_, standing, expected) => {
	expect(await holds(lesserThan(noon, "m"), standing)).toBe(expected);
});
