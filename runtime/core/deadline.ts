import * as z from "zod";
import type { Contract } from "../../contracts/contract";
import { deadlinePassed } from "../../contracts/envelope";
import { type Correlated, collect } from "./collect";
import { contextOf } from "./context";
import { type Envelope, envelopeSchema } from "./envelope";
import { hashId } from "./hash";
import type { Ports } from "./ports";
import { NoSuchRule } from "./resubmission";
import type { Outcome } from "./rule";
import { mustBeOn } from "./switched-off";
import { parse } from "./validation";

const messageSchema = envelopeSchema.extend({
	deadline: z.object({ rule: z.string(), key: z.string() }),
});

/** What a schedule puts into the listener's queue. */
export type DeadlineMessage = z.infer<typeof messageSchema>;

export function parseDeadline(event: Envelope): DeadlineMessage {
	return parse(messageSchema, event, "the deadline");
}

/** A schedule for the past is refused, and until it is made some time goes by. Ms. */
const leastAhead = 2000;

/**
 * Has the key evaluated again at its deadline, counted from the event that starts it. Every region does, under one name and
 * for one message, so that one which is down holds nothing up.
 */
export async function setDeadline(
	contract: Contract,
	{ rule, key }: Correlated,
	{ after, seconds }: { after: Envelope; seconds: number },
	ports: Ports,
): Promise<void> {
	const { environment, schedules, now } = ports;
	const { service, deadlines, deadlineSeconds } = environment;
	const life = deadlineSeconds?.[rule] ?? seconds;
	const at = after.timestamp + life * 1000;
	const id = hashId("deadline", service, rule, key);
	const message: DeadlineMessage = {
		id,
		type: deadlinePassed,
		timestamp: at,
		partitionKey: key,
		tags: { source: service, rule, ...contextOf(after) },
		deadline: { rule, key },
	};
	if (at <= now()) {
		await keep(contract, message, ports);
		return;
	}
	if (!deadlines)
		throw new Error(
			"The function's environment lacks DEADLINES: its component sets it.",
		);
	await schedules.create({
		...deadlines,
		name: id,
		at: Math.max(at, now() + leastAhead),
		input: JSON.stringify(message),
	});
}

/** What a listener does with a schedule's message; where the rule is off, no archive would have it. */
export async function hearDeadline(
	contract: Contract,
	message: DeadlineMessage,
	{ only, isResubmitted }: { only: string | undefined; isResubmitted: boolean },
	ports: Ports,
): Promise<Outcome> {
	const { rule } = message.deadline;
	if (only && only !== rule) throw new NoSuchRule(only);
	mustBeOn(rule, { isResubmitted, ...ports.environment });
	const { id, type, timestamp, tags } = message;
	const { pk, result } = await keep(contract, message, ports);
	const latency = ports.now() - timestamp;
	const { correlationId } = tags;
	return { rule, type, id, pk, result, latency, correlationId };
}

/** That the deadline has passed is collected like an event. Regions and repetitions write the same row. */
function keep(
	contract: Contract,
	{ deadline, ...event }: DeadlineMessage,
	{ store, environment: { region } }: Ports,
) {
	const rule = contract.rules[deadline.rule];
	if (!rule || !("collects" in rule)) throw new NoSuchRule(deadline.rule);
	const { collects: name } = rule;
	return collect(
		{ store, region },
		{
			...{ ...deadline, name, event },
			expireAfter: contract.rows[name]?.expireAfter,
			context: contextOf(event),
		},
	);
}
