import * as z from "zod";
import { Clients } from "../../../local/resources/clients";
import { handler, sameValue } from "../../../local/resources/handler";
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
});
