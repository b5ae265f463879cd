import { BlockList } from "node:net";
import type * as pulumi from "@pulumi/pulumi";
import { RunError } from "@pulumi/pulumi/errors";
import * as z from "zod";
import { calledSystems } from "../contracts/checks/systems";
import type { Contract } from "../contracts/contract";
import * as defaults from "./defaults/network";

/** A service's private network; what is left out has a default. */
export interface NetworkSettings {
	/**
	 * Its addresses; by region where they differ. They may overlap with none of a network that it is joined with. Default
	 * 10.64.0.0/24.
	 */
	cidrBlock?: string | Readonly<Record<string, string>>;
	/** Availability zones; every interface endpoint is paid for in each. Default 2. */
	zones?: number;
	/** The addresses of the systems that the service calls, by the contract's name, such as `{ ledger: ["10.20.0.0/16"] }`. */
	inside?: Readonly<Record<string, readonly pulumi.Input<string>[]>>;
}

/** The network of one region. */
export interface Plan {
	cidrBlock: string;
	zones: number;
	/** By system. */
	inside: Readonly<Record<string, readonly pulumi.Input<string>[]>>;
}

/** Fills in what is left out; throws one error with a sentence for each that is wrong. */
export function planOf(
	given: "private" | NetworkSettings,
	region: string,
	contract: Contract,
): Plan {
	const settings = given === "private" ? {} : given;
	const { cidrBlock: cidr = defaults.cidrBlock, inside = {} } = settings;
	const plan = {
		cidrBlock: typeof cidr === "string" ? cidr : cidr[region],
		zones: settings.zones ?? defaults.zones,
		inside,
	};
	const problems = problemsOf(plan, region, calledSystems(contract));
	const { cidrBlock } = plan;
	if (cidrBlock === undefined || problems.length > 0)
		throw new RunError(
			[`the network of ${contract.name} does not fit:`, ...problems].join(
				"\n- ",
			),
		);
	return { ...plan, cidrBlock };
}

function problemsOf(
	{ cidrBlock, zones, inside }: Partial<Plan>,
	region: string,
	called: readonly string[],
): string[] {
	if (called.length === 0)
		return [
			"no rule of the service calls a system, so nothing would be in it: drop `network`",
		];
	const addresses = Object.entries(inside ?? {}).flatMap(([system, cidrs]) =>
		cidrs.flatMap((cidr) =>
			typeof cidr === "string" ? [{ system, cidr }] : [],
		),
	);
	const unknown = Object.keys(inside ?? {}).filter(
		(system) => !called.includes(system),
	);
	return [
		...sizeProblems(cidrBlock, zones ?? 0, region),
		...unknown.map(
			(system) =>
				`inside has "${system}", which the service does not call: it calls ${called.join(", ")}`,
		),
		...addresses
			.filter(({ cidr }) => !isRange(cidr))
			.map(
				({ system, cidr }) =>
					`inside.${system} is "${cidr}": it must be a range of addresses, such as 10.20.0.0/16, or 10.20.0.7/32 for one`,
			),
		...addresses
			.filter(({ cidr }) => cidrBlock && overlap(cidr, cidrBlock))
			.map(
				({ system, cidr }) =>
					`inside.${system} is ${cidr}, which overlaps with the network's own ${cidrBlock} and could never be reached: give it another cidrBlock`,
			),
	];
}

/** A network is of /16 to /28, and so is each of its subnets. https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html */
function sizeProblems(
	cidrBlock: string | undefined,
	zones: number,
	region: string,
): string[] {
	if (!Number.isInteger(zones) || zones < 1)
		return [`zones is ${zones}: it must be a whole number above 0`];
	if (cidrBlock === undefined)
		return [`cidrBlock has none for ${region}: add it`];
	const bits = Math.ceil(Math.log2(zones));
	const { length } = parsed(cidrBlock);
	if (isRange(cidrBlock) && length >= 16 && length + bits <= 28) return [];
	return [
		`cidrBlock is "${cidrBlock}": it must be a range of addresses from /16 to /${28 - bits}, such as ${defaults.cidrBlock}`,
	];
}

/** Whether it is one as AWS keeps it: with the first address of the range. */
export function isRange(cidr: string): boolean {
	if (!z.cidrv4().safeParse(cidr).success) return false;
	const { address, length } = parsed(cidr);
	const number = address
		.split(".")
		.reduce((sum, byte) => sum * 256 + Number(byte), 0);
	return number % 2 ** (32 - length) === 0;
}

/** Two ranges overlap where one has the other's first address; what is no range overlaps with nothing. */
export function overlap(one: string, other: string): boolean {
	if (!isRange(one) || !isRange(other)) return false;
	return holds(one, other) || holds(other, one);
}

function holds(range: string, within: string): boolean {
	const { address, length } = parsed(range);
	const list = new BlockList();
	list.addSubnet(address, length);
	return list.check(parsed(within).address);
}

function parsed(cidr: string): { address: string; length: number } {
	const [address = "", length = ""] = cidr.split("/");
	return { address, length: Number(length) };
}
