import type { Recording, Registered } from "../record/recording";
import { costOf } from "./prices";

/** What cannot be read from a program. */
export const assumed = {
	/** Seconds. */
	command: 0.05,
	batch: 0.1,
	/** Of changes and messages in a batch, where it may be that large. */
	fill: 10,
	/** KB of a row, of an event, and of what one invocation logs. */
	kilobytes: 1,
};

export const assumptions = [
	`a command runs ${assumed.command * 1000} ms, a batch ${assumed.batch * 1000} ms; ${assumed.fill} changes or messages are in a batch, where its size allows`,
	`a command writes one row, and each consumer one view: ${assumed.kilobytes} KB, once more for each index, and all of it in each region`,
	`an event has ${assumed.kilobytes} KB, an invocation logs ${assumed.kilobytes} KB`,
	"reads, traces, calls of KMS, custom metrics and data to the internet are not in it",
];

/** USD for a million. */
export interface Traffic {
	/** `commands of customer`, or an event's name. */
	what: string;
	/** Of an event. */
	consumers?: number;
	cost: number;
}

/** What a million commands of each service cost, and a million of each event with all that hear it. */
export function traffic({ contracts, resources }: Recording): Traffic[] {
	const services = new Map(
		contracts.map((contract) => [
			contract.name,
			sizesOf(contract.name, resources),
		]),
	);
	const commands = contracts
		.filter(({ api }) =>
			Object.keys(api).some((key) => !key.startsWith("GET ")),
		)
		.map(({ name }) => ({
			what: `commands of ${name}`,
			cost: commandCost(services.get(name) ?? unknownSizes),
		}));
	const produced = new Set(
		contracts.flatMap((each) => Object.keys(each.produces)),
	);
	const events = [...produced].sort().map((event) => {
		const hearing = contracts.filter(({ consumes }) => event in consumes);
		const cost = hearing.reduce(
			(sum, { name }) => sum + consumerCost(services.get(name) ?? unknownSizes),
			costOf("events", 1) + costOf("archive", gigabytes),
		);
		return { what: event, consumers: hearing.length, cost };
	});
	return [...commands, ...events];
}

/** Of a million messages. */
const gigabytes = assumed.kilobytes;

/** Of one service, read from its resources; they are the same in each region. */
interface Sizes {
	/** GB. */
	rest: number;
	trigger: number;
	listener: number;
	/** Entries. */
	triggerBatch: number;
	listenerBatch: number;
	/** Write units of a row of 1 KB: the table and its indexes, in all regions. */
	writes: number;
	/** Regions besides the first. */
	replicas: number;
}

const unknownSizes: Sizes = {
	rest: 0.5,
	trigger: 0.5,
	listener: 0.5,
	triggerBatch: assumed.fill,
	listenerBatch: assumed.fill,
	writes: 1,
	replicas: 0,
};

function sizesOf(service: string, resources: readonly Registered[]): Sizes {
	const named = (type: string, part: string) =>
		resources.find(
			(each) =>
				each.type.endsWith(`:${type}`) &&
				each.name.startsWith(`${service}-`) &&
				each.name.endsWith(part),
		);
	const memory = (kind: string) =>
		numberOf(named("Function", `-${kind}-function`), "memorySize", 512) / 1024;
	const batch = (kind: string) =>
		Math.min(
			numberOf(
				named("EventSourceMapping", `-${kind}-mapping`),
				"batchSize",
				assumed.fill,
			),
			assumed.fill,
		);
	const table = named("Table", "-entities-table");
	const replicas = lengthOf(table?.inputs.replicas);
	return {
		rest: memory("rest"),
		trigger: memory("trigger"),
		listener: memory("listener"),
		triggerBatch: batch("trigger"),
		listenerBatch: batch("listener"),
		writes:
			(1 + lengthOf(table?.inputs.globalSecondaryIndexes)) * (1 + replicas),
		replicas,
	};
}

function commandCost(sizes: Sizes): number {
	return (
		costOf("httpApi", 1) +
		runCost(sizes.rest, assumed.command) +
		rowCost(sizes) +
		(runCost(sizes.trigger, assumed.batch) + logCost) / sizes.triggerBatch +
		logCost
	);
}

function consumerCost(sizes: Sizes): number {
	const { listenerBatch: batch } = sizes;
	return (
		// Sent one by one; received and deleted in batches.
		costOf("queue", 1 + 2 / batch) +
		(runCost(sizes.listener, assumed.batch) + logCost) / batch +
		rowCost(sizes)
	);
}

function rowCost({ writes, replicas }: Sizes): number {
	return (
		costOf("write", writes * assumed.kilobytes) +
		costOf("transfer", gigabytes * replicas)
	);
}

/** Of a million invocations. */
function runCost(memory: number, seconds: number): number {
	return costOf("invocation", 1) + costOf("compute", memory * seconds);
}

const logCost = costOf("logs", assumed.kilobytes);

function numberOf(
	resource: Registered | undefined,
	property: string,
	otherwise: number,
): number {
	const value = resource?.inputs[property];
	return typeof value === "number" ? value : otherwise;
}

function lengthOf(value: unknown): number {
	return Array.isArray(value) ? value.length : 0;
}
