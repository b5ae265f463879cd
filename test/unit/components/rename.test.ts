import * as pulumi from "@pulumi/pulumi";
import { checkRename, formerNames } from "../../../components/rename";

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

it("asks for the physical name of a service that is renamed, and of no other", () => {
	expect(() => checkRename("courier", ["delivery"], undefined)).toThrow(
		'the service courier was called delivery: say physicalName: "delivery"',
	);
	expect(() => checkRename("courier", ["delivery"], "van")).not.toThrow();
	expect(() => checkRename("courier", [], undefined)).not.toThrow();
});
