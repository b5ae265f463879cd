import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import * as z from "zod";
import { sentence } from "../../local/user-error";
import type { Stack } from "../stack";
import type { Fault } from "./fault";
import type { Faults } from "./faults";

/** What came of sending one fault's record again. */
export interface Outcome {
	outcome: "done" | "failed" | "retryable";
	/** Why it is not done. */
	reason?: string;
	/** Ids of other faults that are left of it, where it stood for several rules. */
	became?: string[];
}

/** How many functions run at once: enough for a few hundred faults, and little beside what the services do. */
const atOnce = 4;

/** Sends each fault's record again, for just the rule that failed, to the function that failed. */
export async function resubmitAll(
	stack: Stack,
	faults: Faults,
	chosen: readonly Fault[],
	onOutcome: (fault: Fault, outcome: Outcome) => void,
): Promise<void> {
	const waiting = [...chosen];
	const work = async () => {
		for (let next = waiting.shift(); next; next = waiting.shift())
			onOutcome(next, await resubmit(stack, faults, next));
	};
	await Promise.all(Array.from({ length: atOnce }, work));
}

async function resubmit(
	stack: Stack,
	faults: Faults,
	{ pk, region }: Fault,
): Promise<Outcome> {
	let fault: Fault | undefined;
	let outcome: Outcome;
	try {
		// The list has no records, and it may be a while old.
		fault = await faults.getIn(region, pk);
		if (!fault) return { outcome: "done" };
		outcome = await run(stack, fault, await faults.recordOf(fault));
	} catch (error) {
		// It was not run: throttled, not permitted, no such function, or its record has expired.
		return { outcome: "retryable", reason: sentence(error) };
	}
	const { reason: _, ...noted } = outcome;
	try {
		await faults.note(fault, { at: Date.now(), ...noted });
		return outcome;
	} catch (error) {
		return {
			...outcome,
			reason: `it ran, but that could not be noted: ${sentence(error)}`,
		};
	}
}

async function run(
	stack: Stack,
	{ pk, rule, region, function: FunctionName }: Fault,
	record: unknown,
): Promise<Outcome> {
	const lambda = new LambdaClient(stack.client(region));
	try {
		const { FunctionError, Payload } = await lambda.send(
			new InvokeCommand({
				FunctionName,
				Payload: JSON.stringify({ Records: [record], rule }),
			}),
		);
		const answer = Buffer.from(Payload ?? []).toString();
		return outcomeOf(pk, { failed: Boolean(FunctionError), answer });
	} finally {
		lambda.destroy();
	}
}

const crashed = z.object({ errorMessage: z.string() });

const answered = z.object({
	resubmitted: z.object({
		outcome: z.enum(["done", "failed", "retryable"]),
		faults: z.array(z.object({ id: z.string(), error: z.string() })),
	}),
});

/** Reads a function's answer to the resubmission of a fault. */
export function outcomeOf(
	id: string,
	{ failed, answer }: { failed: boolean; answer: string },
): Outcome {
	const json = parsed(answer);
	if (failed) {
		const { data } = crashed.safeParse(json);
		return {
			outcome: "retryable",
			reason: `the function ended without an answer: ${data?.errorMessage ?? answer}`,
		};
	}
	const { data } = answered.safeParse(json);
	if (!data)
		return {
			outcome: "retryable",
			reason: "the function does not know resubmissions: deploy it first",
		};
	const { outcome, faults } = data.resubmitted;
	const others = faults.filter((fault) => fault.id !== id).map(({ id }) => id);
	const errors = faults.map(({ error }) => error);
	const reason =
		errors.join("; ") || "something that it needs does not answer; try later";
	return {
		outcome,
		...(outcome !== "done" && { reason }),
		...(others.length > 0 && { became: others }),
	};
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
