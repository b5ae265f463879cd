import * as z from "zod";
import { Clients } from "../../../local/resources/clients";
import { handler, jsonText, sameValue } from "../../../local/resources/handler";
import { autoName } from "../../../local/resources/naming";
import { StreamMappings } from "../../../local/resources/stream-mappings";

const endpoint = "http://127.0.0.1:1";
const context = {
	endpoint,
	region: "eu-west-1",
	clients: new Clients(endpoint),
	streams: new StreamMappings(endpoint, () => {}),
};

const made = async () => ({ id: "x", outputs: {} });
const definition = {
	inputs: z.object({ name: z.string(), size: z.number().optional() }),
	create: made,
	delete: async () => {},
};
const thing = handler({
	...definition,
	noEffect: ["billing"],
	replaceOn: ["name"],
	update: made,
});

it.each([
	["the order of keys", { a: 1, b: 2 }, { b: 2, a: 1 }, true],
	["an undefined key", { a: 1 }, { a: 1, b: undefined }, true],
	["the order of a list", [1, 2], [2, 1], false],
	["a type", { a: 1 }, { a: "1" }, false],
])("compares inputs: %s", (_, a, b, expected) => {
	expect(sameValue(a, b)).toBe(expected);
});

it.each([
	["its name", { name: "b", size: 1 }, true],
	["its region", { name: "a", size: 1, region: "us-east-1" }, true],
	["its size", { name: "a", size: 2 }, false],
])("replaces a resource on a change of %s: %s", (_, after, expected) => {
	expect(thing.replaces({ name: "a", size: 1 }, after)).toBe(expected);
});

it("replaces on every change what cannot be updated", () => {
	expect(handler(definition).replaces({ size: 1 }, { size: 2 })).toBe(true);
});

it("keeps it, too, where what differs has no effect", async () => {
	const { replaces, update } = handler({
		...definition,
		noEffect: ["billing"],
	});
	expect(replaces({ name: "a", billing: 1 }, { name: "a" })).toBe(false);
	const before = { id: "a", inputs: { name: "a" }, outputs: { arn: "arn" } };
	const inputs = { name: "a", billing: 1 };
	const after = await update(inputs, before, context);
	expect(after).toEqual({ ...before, inputs });
});

it("tells what is wrong with inputs, and where", () => {
	const problems = thing.problems({ size: "big" });
	expect(problems.map(({ path }) => path)).toEqual([["name"], ["size"]]);
	expect(thing.problems({ name: "a" })).toEqual([]);
});

describe("reading what is there", () => {
	const known = {
		id: "x",
		inputs: { name: "a", policy: '{"a":1,"b":2}' },
		outputs: { arn: "arn" },
	};
	const reading = (found: () => Promise<object>) =>
		handler({
			...definition,
			inputs: z.object({
				name: z.string(),
				policy: jsonText.optional(),
				size: z.number().optional(),
			}),
			read: found,
		}).read(known, context);

	it("takes what cannot be read as it was made", async () => {
		expect(await thing.read(known, context)).toBe(known);
	});

	it("keeps what means the same, and what the program leaves open", async () => {
		const policy = '{ "b": 2, "a": 1 }';
		const found = await reading(async () => ({ inputs: { policy, size: 3 } }));
		expect(found).toEqual(known);
	});

	it("tells what is otherwise", async () => {
		const found = await reading(async () => ({
			inputs: { policy: "{}" },
			outputs: { version: "2" },
		}));
		expect(found).toEqual({
			id: "x",
			inputs: { name: "a", policy: "{}" },
			outputs: { arn: "arn", version: "2" },
		});
	});

	it.each([
		"ResourceNotFoundException",
		"NoSuchEntityException",
		"QueueDoesNotExist",
		"AWS.SimpleQueueService.NonExistentQueue",
	])("knows by %s that it is gone", async (name) => {
		const gone = Object.assign(new Error("gone"), { name });
		const found = await reading(() => Promise.reject(gone));
		expect(found).toBeUndefined();
	});

	it("passes on what else is wrong", async () => {
		const reason = new Error("no connection");
		await expect(reading(() => Promise.reject(reason))).rejects.toBe(reason);
	});
});

it("tells which inputs it would drop", () => {
	const inputs = { name: "a", billing: 1, tags: {}, sise: 3 };
	expect(thing.withoutEffect(inputs)).toEqual(["sise"]);
});

it("refuses inputs of a wrong shape, with the path", async () => {
	await expect(
		thing.create({ name: "a", size: "big" }, context),
	).rejects.toThrow(/expected number.*\n.*at size/);
});

it.each([
	["by its logical name", {}, /^orders-[0-9a-f]{7}$/],
	["by a prefix", { namePrefix: "my-" }, /^my-[0-9a-f]{7}$/],
	["as a FIFO queue", { fifoQueue: true }, /^orders-[0-9a-f]{7}\.fifo$/],
])("names a resource %s", (_, inputs, expected) => {
	expect(autoName("aws:sqs/queue:Queue", "orders", inputs)).toMatch(expected);
});

it("gives a resource the same name each time, and another type another", () => {
	const name = autoName("a", "orders", {});
	expect(autoName("a", "orders", {})).toBe(name);
	expect(autoName("b", "orders", {})).not.toBe(name);
	// Another program's.
	expect(autoName("a", "orders", {}, "loyalty")).not.toBe(name);
});
