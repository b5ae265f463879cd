import { Calling, type CallingOptions, messageOf } from "./calling";
import { contextOf } from "./context";
import type { Envelope } from "./envelope";
import { type IntentRow, Intents } from "./intents";
import type { Key } from "./rows";
import type { Store } from "./store";

/** What a listener did for an intent: `waiting` ones are called by the job that does so again. */
export type Heard = "called" | "waiting" | "repeated";

/** It has failed before, and would again. */
export class CallHadFailed extends Error {
	override name = "CallHadFailed";
}

/** A listener's part of the calls of one invocation. */
export class Gateway {
	private readonly calling: Calling;

	constructor(
		private readonly options: CallingOptions,
		/** Whether people on call have sent the event again, because it failed. */
		private readonly isResubmitted: boolean,
	) {
		this.calling = new Calling(options);
	}

	get counts() {
		return this.calling.counts;
	}

	/**
	 * The intent is kept before anything is called, and the first attempt is made at once. From then on the row is what is
	 * tried again, not the message: what the call throws here is what no repetition would mend.
	 */
	async intend({
		rule: name,
		event,
		row,
		store,
	}: {
		rule: string;
		event: Envelope;
		row: Key;
		store: Store;
	}): Promise<Heard> {
		const { contract, ports } = this.options;
		const rule = contract.rules[name];
		if (!rule || !("calls" in rule) || rule.calls === undefined)
			throw new Error(`${name} calls nothing`);
		const { environment, now, newId } = ports;
		const { region } = environment;
		const intents = new Intents({ store, region, now, newId });
		const isHeld = await this.calling.mayCall(rule.calls);
		const { kept, found } = await intents.keep(rule.intends, row, {
			...{ rule: name, isHeld, context: contextOf(event) },
		});
		const intent = kept ?? (await this.again(intents, found, row, isHeld));
		if (!intent) return "repeated";
		if (!isHeld) return "waiting";
		const attempted = await this.calling.attempt(intent);
		if (attempted.status !== "failed") {
			await intents.settle(intent, attempted);
			return attempted.status === "done" ? "called" : "waiting";
		}
		const { error } = attempted;
		await intents.settle(intent, { status: "failed", error: messageOf(error) });
		throw error;
	}

	/** There is such an intent: one that failed is opened where that is wanted, and else says so again. */
	private again(
		intents: Intents,
		found: IntentRow,
		fields: Key,
		isHeld: boolean,
	): Promise<IntentRow | undefined> | undefined {
		const { status, error } = found.call;
		if (status !== "failed") return undefined;
		if (!this.isResubmitted)
			throw new CallHadFailed(error ?? "the call failed before");
		return intents.reopen(found, { fields, isHeld });
	}
}
