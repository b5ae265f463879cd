import { Retryable } from "../errors";
import { isClosed, probing } from "./breaker";
import {
	type Attempted,
	Calling,
	type CallingOptions,
	messageOf,
} from "./calling";
import { containerOf } from "./container";
import { asIntent, type IntentRow, Intents, isStale } from "./intents";
import { protectionFor } from "./protection";
import type { Key } from "./rows";
import type { Store } from "./store";

/** A call that no repetition would mend, and how to note that once its fault is out. */
export interface FailedCall {
	intent: IntentRow;
	error: unknown;
	settle: () => Promise<void>;
}

/** It has been tried for a day: whether the system still knows the first attempts, nobody can tell. */
export class CallGivenUp extends Error {
	override name = "CallGivenUp";
}

/** Ms of the invocation with which no call is begun any more. */
const reserve = 30_000;
const atOnce = 5;

/** Makes the calls again that are due: all of a system that is well, one of a system that may be. */
export class RetryCalls {
	readonly calling: Calling;
	readonly failed: FailedCall[] = [];
	readonly outcomes = { done: 0, open: 0, failed: 0 };
	private readonly intents: Intents;
	private readonly store: Store;

	constructor(private readonly options: CallingOptions) {
		const { contract, ports } = options;
		const { environment, now, newId } = ports;
		const { region } = environment;
		const protection = protectionFor(contract, "job", ports);
		this.store = ports.store.protectedBy(protection?.rows);
		// A minute later there is another try: whoever is unwell is not to be pressed.
		this.calling = new Calling({ ...options, tries: 1 });
		this.intents = new Intents({ store: this.store, region, now, newId });
	}

	async all(): Promise<void> {
		const systems = Object.keys(this.options.contract.systems);
		const ended = await Promise.allSettled(
			systems.map((system) => this.ofSystem(system)),
		);
		for (const one of ended) if (one.status === "rejected") throw one.reason;
	}

	/** People on call want the call that failed made again. */
	async again({ rule: name, pk, sk }: Key & { rule: string }): Promise<void> {
		const rule = this.options.contract.rules[name];
		const found = await this.store.get({ pk, sk });
		if (!rule || !("calls" in rule) || rule.calls === undefined || !found)
			throw new Error(`${name} has no such intent any more`);
		// It must not count as done.
		if (this.isOff(name))
			throw new Retryable(`the rule ${name} is switched off`);
		const intent = asIntent(found);
		if (intent?.call.status !== "failed") return;
		const isHeld = await this.calling.mayCall(rule.calls);
		const opened = await this.intents.reopen(intent, { isHeld });
		if (!opened || !isHeld) return;
		await this.settled(opened, await this.calling.attempt(opened));
	}

	private async ofSystem(system: string): Promise<void> {
		const seen = new Set<string>();
		const names = this.rowsOf(system);
		await this.giveUpStale(names);
		if (!(await this.calling.mayCall(system)) && !(await this.probe(system)))
			return;
		for (;;) {
			const due = await this.due(names, seen);
			if (due.length === 0) return;
			for (let i = 0; i < due.length; i += atOnce) {
				if (!this.hasTime() || !(await this.calling.mayCall(system))) return;
				await Promise.all(due.slice(i, i + atOnce).map((row) => this.one(row)));
			}
		}
	}

	/** One call, to see whether the system is well again; false where it is not, or there is none to make. */
	private async probe(system: string): Promise<boolean> {
		const { breakers } = containerOf(this.options.ports);
		const { now } = this.options.ports;
		if (!probing(await breakers.read(system), now())) return false;
		const [first] = await this.due(this.rowsOf(system), new Set(), 1);
		if (!first) return false;
		const { before, after } = await breakers.change(system, probing);
		if (before === after) return isClosed(after);
		await this.one(first, { isProbe: true });
		return this.calling.mayCall(system);
	}

	private async one(
		{ pk, sk }: Key,
		{ isProbe = false }: { isProbe?: boolean } = {},
	): Promise<void> {
		const intent = await this.intents.claim({ pk, sk });
		if (!intent) return;
		const isLate = isStale(intent, this.options.ports.now());
		const attempted = isLate
			? givenUp(intent)
			: await this.calling.attempt(intent, { isProbe });
		await this.settled(intent, attempted);
	}

	private async settled(intent: IntentRow, attempted: Attempted) {
		this.outcomes[attempted.status]++;
		if (attempted.status !== "failed")
			return this.intents.settle(intent, attempted);
		// Its fault must be out before it counts as failed: nobody looks at a failed one any more.
		const { error } = attempted;
		const note = { status: "failed", error: messageOf(error) } as const;
		const settle = () => this.intents.settle(intent, note);
		this.failed.push({ intent, error, settle });
	}

	/** Also while the breaker is open: they are not called. */
	private async giveUpStale(names: readonly string[]): Promise<void> {
		const now = this.options.ports.now();
		for (const row of await this.due(names, new Set()))
			if (isStale(row, now)) await this.one(row);
	}

	/** The intents that are due, the first due first, but for those that have been `seen`. */
	private async due(
		names: readonly string[],
		seen: Set<string>,
		limit = 200,
	): Promise<IntentRow[]> {
		const all: IntentRow[] = [];
		for (const name of names) {
			let count = 0;
			for await (const row of this.intents.due(name)) {
				if (seen.has(idOf(row))) continue;
				all.push(row);
				if (++count >= limit) break;
			}
		}
		const first = all.sort((a, b) => a.call.nextAt - b.call.nextAt);
		const some = first.slice(0, limit);
		for (const row of some) seen.add(idOf(row));
		return some;
	}

	/** The rows of the rules that call a system, but for rules that are switched off. */
	private rowsOf(system: string): string[] {
		return Object.entries(this.options.contract.rules).flatMap(
			([name, rule]) =>
				"calls" in rule && rule.calls === system && !this.isOff(name)
					? [rule.intends]
					: [],
		);
	}

	private isOff(rule: string): boolean {
		const { disabledRules = [] } = this.options.ports.environment;
		return disabledRules.includes(rule);
	}

	private hasTime(): boolean {
		return this.options.lambda.getRemainingTimeInMillis() > reserve;
	}
}

function givenUp({ call }: IntentRow): Attempted {
	const { attempts, error = "the system was not called" } = call;
	const text = `for a day, after ${attempts - 1} attempts: ${error}`;
	return { status: "failed", error: new CallGivenUp(text) };
}

const idOf = ({ pk, sk }: Key) => JSON.stringify([pk, sk]);
