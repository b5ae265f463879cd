import type { Contract } from "../../contracts/contract";
import { limits } from "../../contracts/limits";
import type { Gateway, Heard } from "./call-rule";
import { contextOf } from "./context";
import type { Envelope } from "./envelope";
import { TooManyHops } from "./hops";
import { LatestViews } from "./latest-views";
import type { Ports } from "./ports";
import { protectionFor } from "./protection";
import { discreetly } from "./protection-errors";
import { isRetryable } from "./retryable";
import type { Key } from "./rows";
import { refuseTwins } from "./twins";
import { parse } from "./validation";
import { materialize, once } from "./views";

/**
 * What a handler returns, to code that handles all contracts: a view where the rule materializes, a key where it collects,
 * else a named row.
 */
type AnyResult = Key & { deleted?: true } & { name: string; row: Key };

export type RuleHandler = (
	event: Envelope,
) => AnyResult | readonly AnyResult[] | string | undefined;

/** What one rule did with one event. */
export interface Outcome {
	rule: string;
	type: string;
	id: string;
	/** The row that was written. */
	pk?: string;
	result: "written" | "stale" | "repeated" | Heard;
	/** Ms since the event's time. */
	latency: number;
	correlationId: string | undefined;
}

/** Validates the event against the consumer's own schema, asks the rule's handler what to write, and writes it. */
export async function applyRule(
	contract: Contract,
	{ name, handler }: { name: string; handler: RuleHandler },
	event: Envelope,
	ports: Ports,
	{
		views = new LatestViews(),
		gateway,
	}: { views?: LatestViews; gateway?: Gateway | undefined } = {},
): Promise<Outcome[]> {
	const { environment, now } = ports;
	const { id, type, timestamp, partitionKey, tags } = event;
	const rule = contract.rules[name];
	const consumed = contract.consumes[type];
	if (!rule || !consumed) throw new Error(`${name}: not in the contract`);
	if ((tags.hops ?? 0) > limits.hops)
		throw new TooManyHops(`${type} ${id} came over ${tags.hops} hops`);

	const protection = protectionFor(contract, "listener", ports);
	const store = ports.store.protectedBy(protection?.rows);
	const seen: unknown[] = [];
	const { source } = tags;
	const readable = protection
		? await protection.opened("event", type, event, { source, seen })
		: event;
	const header = { id, type, timestamp, partitionKey, tags };
	const { read, result } = discreetly(seen, () => {
		const body = parse(consumed.schema, readable, `the event ${type}`);
		const read = { ...body, ...header };
		return { read, result: handler(read) };
	});

	const options = { store, region: environment.region, now };
	const cause = { event, context: contextOf(event) };
	const done = (result: Outcome["result"], pk?: string): Outcome => {
		const latency = now() - timestamp;
		const { correlationId } = tags;
		return {
			...{ rule: name, type, id, ...(pk && { pk }) },
			...{ result, latency, correlationId },
		};
	};
	if ("collects" in rule) {
		const { collect } = await import("./collect.js");
		const { collects: row } = rule;
		const { pk, result: kept } = await collect(options, {
			...{ rule: name, key: result, name: row },
			...{ event: read, context: cause.context },
			expireAfter: contract.rows[row]?.expireAfter,
		});
		return [done(kept, pk)];
	}
	const results = asList(result);
	if ("materializes" in rule) {
		const { materializes: name } = rule;
		const of = {
			...cause,
			name,
			expireAfter: contract.rows[name]?.expireAfter,
		};
		refuseTwins(results, `one event makes two views "${name}"`);
		const write = async (view: AnyResult) =>
			done(await materialize({ ...options, views }, of, view), view.pk);
		return allOf(results.map(write));
	}
	if ("calls" in rule) {
		if (!gateway) throw new Error(`${name}: the listener has no calls`);
		refuseTwins(results, `one event makes two intents "${rule.intends}"`);
		const call = async (row: Key) =>
			done(await gateway.intend({ rule: name, event, row, store }), row.pk);
		return allOf(results.map(call));
	}
	if (results.length === 0) return [];
	return [done(await once(options, { ...cause, rule: name }, results))];
}

/** All results, once nothing runs any more; of several errors one that makes the event come again. */
async function allOf<T>(writes: readonly Promise<T>[]): Promise<T[]> {
	const [only, ...others] = writes;
	if (only && others.length === 0) return [await only];
	const settled = await Promise.allSettled(writes);
	const errors = settled.flatMap((one) =>
		one.status === "rejected" ? [one.reason] : [],
	);
	if (errors.length > 0) throw errors.find(isRetryable) ?? errors[0];
	return Promise.all(writes);
}

function asList<T extends object>(
	result: T | readonly T[] | string | undefined,
): T[] {
	if (result === undefined || typeof result === "string") return [];
	return Array.isArray(result) ? result : [result as T];
}
