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
import { Unprotected } from "./protection-cipher";
import { isRetryable } from "./retryable";
import type { Key } from "./rows";
import type { Store } from "./store";
import { isOff, notWhileOff } from "./switched-off";

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
/** Ms after which none is begun either: the next minute's run goes on, and both do not hold the function for long. */
const longestRun = 50_000;
const atOnce = 5;

/** Makes the calls again that are due: all of a system that is well, one of a system that may be. */
export class RetryCalls {
	readonly calling: Calling;
	readonly failed: FailedCall[] = [];
	readonly outcomes = { done: 0, open: 0, failed: 0 };
	/** Of single intents: none keeps the others from being called. */
	private errors: unknown[] = [];
	private readonly intents: Intents;
	/** As the table has them: of those that are only listed, nothing is opened. */
	private readonly stored: Intents;
	private readonly store: Store;
	private readonly until: number;

	constructor(private readonly options: CallingOptions) {
		const { contract, ports } = options;
		const { environment, now, newId } = ports;
		const { region } = environment;
		const protection = protectionFor(contract, "job", ports);
		this.store = ports.store.protectedBy(protection?.rows);
		// A minute later there is another try: whoever is unwell is not to be pressed.
		this.calling = new Calling({ ...options, tries: 1 });
		this.intents = new Intents({ store: this.store, region, now, newId });
		this.stored = new Intents({ store: ports.store, region, now, newId });
		this.until = now() + longestRun;
	}

	async all(): Promise<void> {
		this.errors = [];
		const systems = Object.keys(this.options.contract.systems);
		const ended = await Promise.allSettled(
			systems.map((system) => this.ofSystem(system)),
		);
		for (const one of ended)
			if (one.status === "rejected") this.errors.push(one.reason);
		const { errors } = this;
		if (errors.length > 0) throw errors.find(isRetryable) ?? errors[0];
	}

	/** People on call want the call that failed made again. */
	async again({ rule: name, pk, sk }: Key & { rule: string }): Promise<void> {
		const rule = this.options.contract.rules[name];
		const found = await this.store.get({ pk, sk });
		if (!rule || !("calls" in rule) || rule.calls === undefined || !found)
			throw new Error(`${name} has no such intent any more`);
		if (isOff(name, this.options.ports.environment)) throw notWhileOff(name);
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
				const some = due.slice(i, i + atOnce);
				await Promise.all(some.map((row) => this.one(row)));
			}
		}
	}

	/** One call, to see whether the system is well again; false where it is not, or there is none to make. */
	private async probe(system: string): Promise<boolean> {
		const { breakers } = containerOf(this.options.ports);
		const { now } = this.options.ports;
		if (!probing(await breakers.read(system), now())) return false;
		const due = await this.due(this.rowsOf(system), new Set());
		if (due.length === 0) return false;
		const { before, after } = await breakers.change(system, probing);
		if (before === after) return isClosed(after);
		for (const row of due) {
			if (!this.hasTime()) break;
			// What fails before anything is sent shows nothing: then the next one is the probe.
			if (await this.one(row, { isProbe: true })) break;
		}
		return this.calling.mayCall(system);
	}

	/** Whether it has shown how the system is. What is wrong with one concerns this one alone. */
	private async one(
		listed: IntentRow,
		options: { isProbe?: boolean } = {},
	): Promise<boolean> {
		try {
			return await this.claimed(listed, options);
		} catch (error) {
			this.errors.push(error);
			return false;
		}
	}

	private async claimed(
		listed: IntentRow,
		{ isProbe = false }: { isProbe?: boolean },
	): Promise<boolean> {
		const intent = await this.claim(listed);
		if (!intent) return false;
		const isLate = isStale(intent, this.options.ports.now());
		const attempted = isLate
			? givenUp(intent)
			: await this.calling.attempt(intent, { isProbe });
		await this.settled(intent, attempted);
		return attempted.isTelling ?? false;
	}

	/** One that can never be read, such as one from before its field was marked, has failed; it stays as it is stored. */
	private async claim(listed: IntentRow): Promise<IntentRow | undefined> {
		const { pk, sk } = listed;
		try {
			return await this.intents.claim({ pk, sk });
		} catch (error) {
			if (!(error instanceof Unprotected)) throw error;
			await this.settled(listed, { status: "failed", error }, this.stored);
			return undefined;
		}
	}

	private async settled(
		intent: IntentRow,
		attempted: Attempted,
		intents = this.intents,
	) {
		this.outcomes[attempted.status]++;
		if (attempted.status !== "failed") return intents.settle(intent, attempted);
		// Its fault must be out before it counts as failed: nobody looks at a failed one any more.
		const { error } = attempted;
		const note = { status: "failed", error: messageOf(error) } as const;
		const settle = () => intents.settle(intent, note);
		this.failed.push({ intent, error, settle });
	}

	/** Also while the breaker is open: they are not called. */
	private async giveUpStale(names: readonly string[]): Promise<void> {
		const now = this.options.ports.now();
		for (const row of await this.due(names, new Set()))
			if (isStale(row, now) && this.hasTime()) await this.one(row);
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
			for await (const row of this.stored.due(name)) {
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
		const { contract, ports } = this.options;
		const { environment } = ports;
		return Object.entries(contract.rules).flatMap(([name, rule]) =>
			"calls" in rule && rule.calls === system && !isOff(name, environment)
				? [rule.intends]
				: [],
		);
	}

	private hasTime(): boolean {
		const { lambda, ports } = this.options;
		return (
			lambda.getRemainingTimeInMillis() > reserve && ports.now() < this.until
		);
	}
}

function givenUp({ call }: IntentRow): Attempted {
	const { attempts, error = "the system was not called" } = call;
	const text = `for a day, after ${attempts - 1} attempts: ${error}`;
	return { status: "failed", error: new CallGivenUp(text) };
}

const idOf = ({ pk, sk }: Key) => JSON.stringify([pk, sk]);
