import * as pulumi from "@pulumi/pulumi";
import { RunError } from "@pulumi/pulumi/errors";
import {
	isRange,
	type NetworkSettings,
	overlap,
	planOf,
} from "../../../components/network-settings";
import { gateway } from "../../fixtures/contracts";

const plan = (given: "private" | NetworkSettings) =>
	planOf(given, "us-east-1", gateway);

it("what is left out has a default: two zones, a small block, no way to anything inside", () => {
	const nothing = { cidrBlock: "10.64.0.0/24", zones: 2, inside: {} };
	expect(plan("private")).toEqual(nothing);
	expect(plan({})).toEqual(nothing);
});

it("the block is of the region", () => {
	const cidrBlock = { "us-east-1": "10.9.0.0/22", "us-west-2": "10.9.4.0/22" };
	expect(plan({ cidrBlock }).cidrBlock).toBe("10.9.0.0/22");
	expect(plan({ cidrBlock: "10.9.8.0/22" }).cidrBlock).toBe("10.9.8.0/22");
});

it("addresses that are not known yet are taken as they are", () => {
	const inside = { processor: [pulumi.output("10.20.0.0/16")] };
	expect(plan({ inside }).inside).toBe(inside);
});

it.each<[NetworkSettings, string]>([
	[{ zones: 0 }, "zones is 0: it must be a whole number above 0"],
	[{ zones: 1.5 }, "zones is 1.5: it must be a whole number above 0"],
	[{ cidrBlock: {} }, "cidrBlock has none for us-east-1: add it"],
	...["10.0.0.0", "10.0.0.0/15", "10.0.0.0/28", "10.0.0.1/24", "fd00::/64"].map(
		(cidrBlock): [NetworkSettings, string] => [
			{ cidrBlock },
			`cidrBlock is "${cidrBlock}": it must be a range of addresses from /16 to /27, such as 10.64.0.0/24`,
		],
	),
	[
		{ cidrBlock: "10.0.0.0/27", zones: 3 },
		'cidrBlock is "10.0.0.0/27": it must be a range of addresses from /16 to /26',
	],
	[
		{ inside: { auditor: [] } },
		'inside has "auditor", which the service does not call: it calls processor',
	],
	[
		{ inside: { processor: ["ledger.inside"] } },
		'inside.processor is "ledger.inside": it must be a range of addresses, such as 10.20.0.0/16, or 10.20.0.7/32 for one',
	],
	[
		{ inside: { processor: ["10.64.0.128/25"] } },
		"inside.processor is 10.64.0.128/25, which overlaps with the network's own 10.64.0.0/24",
	],
])("%j is refused with its sentence", (given, sentence) => {
	expect(() => plan(given)).toThrow(RunError);
	expect(() => plan(given)).toThrow(sentence);
	expect(() => plan(given)).toThrow(
		/^the network of gateway does not fit:\n- /,
	);
});

it("all that is wrong is told at once", () => {
	const given = { zones: 0, inside: { auditor: ["everywhere"] } };
	expect(() => plan(given)).toThrow(
		/zones is 0.*\n- inside has.*\n- inside\.aud/,
	);
});

it.each<[string, boolean]>([
	["10.0.0.0/8", true],
	["10.1.2.3/32", true],
	["0.0.0.0/0", true],
	["255.255.255.255/32", true],
	["10.1.0.0/8", false],
	["10.1.2.3", false],
	["10.1.2.3/33", false],
	["10.1.2/24", false],
	["", false],
])("%j is a range: %j", (cidr, is) => {
	expect(isRange(cidr)).toBe(is);
});

it.each<[string, string, boolean]>([
	["10.0.0.0/16", "10.0.0.0/16", true],
	["10.0.0.0/16", "10.0.255.0/24", true],
	["10.0.0.0/16", "10.1.0.0/16", false],
	["0.0.0.0/0", "192.168.7.0/24", true],
	["10.0.0.128/25", "10.0.0.0/25", false],
	["10.0.0.0/16", "nowhere", false],
])("%s and %s overlap: %j, whichever is named first", (one, other, do_) => {
	expect([overlap(one, other), overlap(other, one)]).toEqual([do_, do_]);
});
