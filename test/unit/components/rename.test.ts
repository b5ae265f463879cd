import * as pulumi from "@pulumi/pulumi";
import { formerNames, nameInCloud } from "../../../components/rename";

const urn = "urn:pulumi:prod::shop::bulkhead:index:Service::delivery";

it.each<[string, pulumi.ComponentResourceOptions | undefined, string[]]>([
	["no options", undefined, []],
	["no aliases", {}, []],
	["its own name", { aliases: [{ name: "courier" }] }, []],
	[
		"another parent alone",
		{ aliases: [{ parent: pulumi.rootStackResource }] },
		[],
	],
	["another name", { aliases: [{ name: "delivery" }] }, ["delivery"]],
	["a URN", { aliases: [urn] }, ["delivery"]],
	[
		"several",
		{ aliases: [{ name: "delivery" }, { name: "van" }] },
		["delivery", "van"],
	],
])("finds what a component was called by %s", (_, opts, names) => {
	expect(formerNames("courier", opts)).toEqual(names);
});

it.each<[string, pulumi.Input<pulumi.URN | pulumi.Alias>]>([
	["an output", pulumi.output(urn)],
	["a promise", Promise.resolve({ name: "delivery" })],
	["a name that is an output", { name: pulumi.output("delivery") }],
])("refuses an alias that could hide a rename: %s", (_, alias) => {
	expect(() => formerNames("courier", { aliases: [alias] })).toThrow(
		'the service courier has an alias that is an Output or a Promise: say it as { name: "<old>" }',
	);
});

const named = (
	physicalName: string | undefined,
	former: string[] = [],
	contract = "courier",
) =>
	nameInCloud({
		name: "courier",
		contract,
		physicalName,
		opts: { aliases: former.map((name) => ({ name })) },
	});

it("calls a service in AWS as its component, or as it was told", () => {
	expect(named(undefined)).toEqual({ name: "courier" });
	expect(named("courier")).toEqual({ name: "courier" });
	expect(named("delivery")).toEqual({ name: "delivery" });
	expect(named("delivery", ["delivery"])).toEqual({ name: "delivery" });
	expect(named("van", ["delivery", "van"])).toEqual({ name: "van" });
});

it("asks for the physical name of a service that is renamed", () => {
	expect(() => named(undefined, ["delivery"])).toThrow(
		'the service courier was called delivery: say physicalName: "delivery", or its table and secrets would be replaced by empty ones',
	);
});

it("names all candidates where there are several: only one is what it was made with", () => {
	expect(() => named(undefined, ["delivery", "van"])).toThrow(
		'say as physicalName the name that it was made with, one of "delivery", "van"',
	);
});

it("refuses the new name as the physical one, unless the service had it before", () => {
	expect(() => named("courier", ["delivery"])).toThrow(
		"was called delivery, and its physicalName is the new name",
	);
	expect(named("courier", ["delivery", "courier"])).toEqual({
		name: "courier",
	});
});

it("warns of a physical name that is none of the former ones", () => {
	const { name, warning } = named("van", ["delivery"]);
	expect(name).toBe("van");
	expect(warning).toContain(
		'was called delivery, and its physicalName is "van": unless it was made with that name, its table',
	);
});

it("refuses a contract of another name without a physical one, and takes it with one", () => {
	expect(() => named(undefined, [], "couriers")).toThrow(
		'the service courier has the contract of couriers: say physicalName: "courier" or "couriers", whichever it was made with',
	);
	expect(named("courier", [], "couriers")).toEqual({ name: "courier" });
});
