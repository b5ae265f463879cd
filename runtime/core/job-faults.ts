import type { Contract } from "../../contracts/contract";
import { retryCalls } from "../../contracts/schedule";
import { callKey } from "./call-key";
import type { FaultOf } from "./faults";
import { hashId } from "./hash";
import { type JobMessage, jobMessageOf } from "./job-message";
import { periodBefore } from "./period";
import type { FailedCall } from "./retry-calls";
import { jobId } from "./run-job";

/** What of a job failed, and the message that does it again. */
type JobFault = Omit<FaultOf, "record"> & { evidence: { body: string } };

/** A job failed of a period: in any region, and whenever, of the same. */
export function faultOfJob(
	contract: Pick<Contract, "name" | "jobs">,
	message: JobMessage,
	error: unknown,
): JobFault {
	const { job, intent } = message;
	const id = idOf(contract, message);
	return {
		...{ rule: intent?.rule ?? job, error },
		event: { id, partitionKey: intent?.pk ?? job, tags: { correlationId: id } },
		evidence: jobMessageOf(message),
	};
}

function idOf(
	{ name, jobs }: Pick<Contract, "name" | "jobs">,
	{ job, due, intent }: JobMessage,
): string {
	if (intent) return callKey(name, intent.rule, intent);
	const schedule = jobs[job]?.schedule;
	return schedule
		? jobId(name, job, periodBefore(schedule, due))
		: hashId(name, job);
}

/** A call that failed for good: what is sent again opens its intent. */
export function faultOfCall(
	{ name }: Pick<Contract, "name">,
	{ intent, error }: FailedCall,
	now: number,
): JobFault {
	const { pk, sk, context, call } = intent;
	const { rule } = call;
	const { correlationId, traceparent, hops } = context ?? {};
	return {
		...{ rule, error },
		event: {
			id: callKey(name, rule, intent),
			partitionKey: pk,
			tags: { correlationId, traceparent, hops },
		},
		evidence: jobMessageOf({
			job: retryCalls,
			due: now,
			intent: { rule, pk, sk },
		}),
	};
}
