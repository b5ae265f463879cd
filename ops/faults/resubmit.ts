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
			for (const fault of await faults.get(next.pk))
				if (fault.region === next.region)
					onOutcome(fault, await resubmit(stack, faults, fault));
	};
	await Promise.all(Array.from({ length: atOnce }, work));
}

async function resubmit(
	stack: Stack,
	faults: Faults,
	fault: Fault,
): Promise<Outcome> {
	const { pk, rule, region, function: FunctionName } = fault;
	const lambda = new LambdaClient(stack.client(region));
	try {
		const record = await faults.recordOf(fault);
		const { FunctionError, Payload } = await lambda.send(
			new InvokeCommand({
				FunctionName,
				Payload: JSON.stringify({ Records: [record], rule }),
			}),
		);
		const answer = Buffer.from(Payload ?? []).toString();
		const outcome = outcomeOf(pk, { failed: Boolean(FunctionError), answer });
		const { reason: _, ...noted } = outcome;
		await faults.note(fault, { at: Date.now(), ...noted });
		return outcome;
	} catch (error) {
		// It was not run: throttled, not permitted, no such function, or its record has expired.
		return { outcome: "retryable", reason: sentence(error) };
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
