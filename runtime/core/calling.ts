import type { Context as LambdaContext } from "aws-lambda";
import type { Contract } from "../../contracts/contract";
import { afterAnswer, afterFailure, isClosed } from "./breaker";
import type { Changed } from "./breakers";
import { callKey } from "./call-key";
import { containerOf } from "./container";
import type { IntentRow } from "./intents";
import type { Ports } from "./ports";
import { silenced } from "./protection-errors";
import { isRetryable } from "./retryable";
import { Call, type Sending } from "./send";
import type { System } from "./system";
import { log } from "./telemetry";

/** A connector's functions, by rule, to code that handles all contracts. */
export type AnyCalls = Readonly<
	Record<string, (intent: IntentRow, system: System) => Promise<void>>
>;

/** What came of one attempt. */
export type Attempted = (
	| { status: "done" }
	| { status: "open"; error: string }
	| { status: "failed"; error: unknown }
) & {
	/** It has shown how the system is. */
	isTelling?: boolean;
};

export interface CallingOptions {
	contract: Contract;
	calls: AnyCalls;
	ports: Ports;
	lambda: LambdaContext;
	/** How often a request is sent at most, within one call. */
	tries?: number;
}

const defaultTimeout = 3;
const defaultTries = 3;

/** Makes the calls of one invocation, and tells the breakers how they went. */
export class Calling {
	/** For the metrics. */
	readonly counts = { CallsMade: 0, CallsFailed: 0, BreakerOpened: 0 };

	constructor(private readonly options: CallingOptions) {}

	/** Whether calls may be made at this time. */
	async mayCall(system: string): Promise<boolean> {
		return isClosed(await this.breakers.read(system));
	}

	/** Calls for an intent that is this invocation's own. */
	async attempt(
		intent: IntentRow,
		{ isProbe = false } = {},
	): Promise<Attempted> {
		const { contract, calls, ports } = this.options;
		const { environment } = ports;
		const { rule: name } = intent.call;
		const rule = contract.rules[name];
		const connect = calls[name];
		if (!rule || !("calls" in rule) || rule.calls === undefined || !connect)
			return { status: "failed", error: new Error(`${name} calls nothing`) };
		const { calls: system, intends } = rule;
		const settings = environment.systems?.[system];
		if (!settings) return { status: "failed", error: new Error(unset(system)) };
		const isSensitive = contract.rows[intends]?.sensitive !== undefined;
		const call = this.call({ name: system, ...settings }, intent);
		this.counts.CallsMade++;
		// As if it was async, whatever it is.
		const connected = (async () => connect(intent, call))();
		const attempted = await connected.then(
			(): Attempted => ({ status: "done" }),
			(error) => judged(isSensitive ? silenced(error, [said(intent)]) : error),
		);
		if (attempted.status !== "done") this.counts.CallsFailed++;
		await this.tell(system, call, isProbe);
		return { ...attempted, isTelling: call.health !== undefined };
	}

	private call(
		system: Pick<Sending, "name" | "url" | "secret">,
		intent: IntentRow,
	): Call {
		const { contract, ports, lambda, tries = defaultTries } = this.options;
		const { environment, fetch: port = fetch } = ports;
		return new Call({
			...system,
			timeout: contract.systems[system.name]?.timeout ?? defaultTimeout,
			tries,
			key: callKey(environment.service, intent.call.rule, intent),
			traceparent: intent.context?.traceparent,
			secrets: containerOf(ports).secrets,
			fetch: port,
			remaining: () => lambda.getRemainingTimeInMillis(),
		});
	}

	/** What the call was for is done or not, whether its breaker can be told or not. */
	private async tell(system: string, { health }: Call, isProbe: boolean) {
		if (!health) return;
		const after = health === "answered" ? afterAnswer : afterFailure;
		try {
			const known = await this.breakers.read(system);
			const isWell = health === "answered" && isClosed(known);
			if (isWell && known.failures === 0) return;
			const change = await this.breakers.change(system, (before, now) =>
				after(before, now, { isProbe }),
			);
			this.report(system, change);
		} catch (error) {
			log().warn("breaker not told", { system, error: String(error) });
		}
	}

	private report(system: string, { before, after }: Changed): void {
		if (before.state === after.state) return;
		if (after.state === "open") this.counts.BreakerOpened++;
		const { state, failures } = after;
		log().warn("breaker", { system, from: before.state, to: state, failures });
	}

	private get breakers() {
		return containerOf(this.options.ports).breakers;
	}
}

const unset = (system: string) =>
	`The function's environment lacks ${system} in SYSTEMS: its component sets it.`;

function judged(error: unknown): Attempted {
	if (!isRetryable(error)) return { status: "failed", error };
	return { status: "open", error: messageOf(error) };
}

/** What an error of its call may quote. */
function said(intent: IntentRow): unknown {
	const { pk, sk, context, call, discriminator, ...fields } = intent;
	return fields;
}

export function messageOf(error: unknown): string {
	return error instanceof Error ? `${error.name}: ${error.message}` : "Error";
}
