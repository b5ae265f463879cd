import { readable } from "../../../../local/streams/shards";

const shards = [
	{ id: "old", parent: "trimmed" },
	{ id: "child", parent: "old" },
	{ id: "other" },
];
const ids = (begun: string[], finished: string[]) =>
	readable(shards, new Set(begun), new Set(finished)).map(({ id }) => id);

// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html#Streams.Processing
test.each([
	[
		"a shard without a parent, or whose parent is gone, at once",
		[],
		[],
		["old", "other"],
	],
	["a child not before its parent's end", ["old", "other"], [], []],
	["a child after its parent's end", ["old", "other"], ["old"], ["child"]],
])("reads %s", (_, begun, finished, expected) => {
	expect(ids(begun, finished)).toEqual(expected);
});
