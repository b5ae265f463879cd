import type {
	Context as LambdaContext,
	SQSBatchResponse,
	SQSEvent,
} from "aws-lambda";
import type { Contract, WritableRow } from "../contracts/contract";
import { retryCalls } from "../contracts/schedule";
import type { AnyCalls } from "./core/calling";
import type { CallOptions } from "./core/calls";
import { type FaultEvent, faultSummary } from "./core/faults";
import { faultOfCall, faultOfJob } from "./core/job-faults";
import { type JobMessage, readJobMessage } from "./core/job-message";
import type { NamedRow } from "./core/named-row";
import { Outbox } from "./core/outbox";
import type { Period } from "./core/period";
import { type Ports, realPorts } from "./core/ports";
import {
	type Answered,
	answered,
	NoSuchRule,
	type Resubmission,
} from "./core/resubmission";
import { type FailedCall, RetryCalls } from "./core/retry-calls";
import { isRetryable } from "./core/retryable";
import { type AnyJob, type Ran, runJob } from "./core/run-job";
import { count, log } from "./core/telemetry";
import type { Entities } from "./entities";

export type { Period } from "./core/period";
export type { System, SystemRequest } from "./core/system";

/** The reading side of the service's table. */
export type Reader<C extends Contract> = Pick<
	Entities<C>,
	"get" | "getMany" | "together" | "under" | "list"
>;

/** One page of a job. */
export interface JobPage<C extends Contract, State> {
	period: Period;
	/** What the page before has left, as JSON; undefined on the first. */
	state: State | undefined;
	entities: Reader<C>;
}

/** What a page gives: rows, each written once, and what the next page goes on from. No state: the job is done. */
export interface JobResult<C extends Contract, State> {
	rows?: readonly NamedRow<C, WritableRow<C>>[];
	state?: State | undefined;
}

/**
 * One handler per job, called page by page. A page may run again, so it only reads; its rows are written by the runtime.
 * Annotate the page's state: `({ state }: JobPage<typeof contract, { cursor: string }>) => ...`.
 */
export type JobHandlers<C extends Contract, States> = {
	readonly [Job in keyof States]: (
		page: JobPage<C, States[Job]>,
	) => Promise<JobResult<C, States[Job]>>;
};

/** States are inferred from the handlers, so these may be of other names than the contract's. */
type Exactly<Jobs, States> = { [Job in keyof Jobs]: unknown } & {
	[Other in Exclude<keyof States, keyof Jobs>]: never;
};

/**
 * The driving side of the clock: each period of a job once; and the calls that have failed, again (`retry-calls`, which every
 * service has that calls).
 */
export function job<
	C extends Contract,
	States extends { [Job in keyof C["jobs"]]: unknown },
>(
	contract: C,
	handlers: JobHandlers<C, States> & Exactly<C["jobs"], States>,
	...[options = {}]: CallOptions<NoInfer<C>, Ports>
): (
	event: SQSEvent & Resubmission,
	lambda: LambdaContext,
) => Promise<Answered<SQSBatchResponse>> {
	const { ports = realPorts } = options;
	// From here on the code handles any contract; what each handler takes and returns has been checked against this one.
	const jobs = handlers as unknown as Record<string, AnyJob>;
	const calls = options.calls as AnyCalls | undefined;
	return (event, lambda) =>
		run({ contract, jobs, calls, ports: ports() }, event, lambda);
}

interface Running {
	contract: Contract;
	jobs: Record<string, AnyJob>;
	calls: AnyCalls | undefined;
	ports: Ports;
}

async function run(
	{ contract, jobs, calls = {}, ports }: Running,
	{ Records: records, ...resubmission }: SQSEvent & Resubmission,
	lambda: LambdaContext,
): Promise<Answered<SQSBatchResponse>> {
	const outbox = new Outbox<object>(ports, lambda);
	const again = new Set<object>();
	const ran: Ran[] = [];
	const retries = new RetryCalls({ contract, calls, ports, lambda });

	const runOne = async (message: JobMessage) => {
		const { job, due, intent } = message;
		if (job === retryCalls)
			return intent ? retries.again(intent) : retries.all();
		const handler = jobs[job];
		if (!handler) throw new NoSuchRule(job);
		const outcome = await runJob(
			{ contract, ports },
			{ job, due, handler },
			lambda,
		);
		ran.push(outcome);
		return outcome.result === "again";
	};

	for (const record of records) {
		let message: JobMessage | undefined;
		try {
			message = readJobMessage(record);
			if (await runOne(message)) again.add(record);
		} catch (error) {
			if (isRetryable(error)) again.add(record);
			else if (message) {
				const { evidence, ...fault } = faultOfJob(contract, message, error);
				outbox.fault(record, fault, evidence);
			} else {
				const { body } = record;
				outbox.fault(record, { rule: "message", error }, { body });
			}
		}
	}
	for (const failed of retries.failed) {
		const fault = faultOfCall(contract, failed, ports.now());
		outbox.fault(failed, fault, fault.evidence);
	}
	const { faults, failed } = await outbox.flush();
	await settle(retries.failed.filter((one) => !failed.has(one)));
	for (const record of records) if (failed.has(record)) again.add(record);
	report({ ran, retries, faults, retry: again.size });
	const batchItemFailures = records
		.filter((record) => again.has(record))
		.map(({ messageId }) => ({ itemIdentifier: messageId }));
	return answered({ batchItemFailures }, resubmission, {
		faults,
		retry: again.size,
	});
}

/** Where it cannot be noted, the call is due once more, and fails once more. */
async function settle(failed: readonly FailedCall[]): Promise<void> {
	const ended = await Promise.allSettled(failed.map((one) => one.settle()));
	const errors = ended.filter(({ status }) => status === "rejected").length;
	if (errors > 0) log().warn("failed calls not noted", { calls: errors });
}

function report({
	ran,
	retries: { outcomes, calling },
	faults,
	retry,
}: {
	ran: readonly Ran[];
	retries: RetryCalls;
	faults: readonly FaultEvent[];
	retry: number;
}) {
	const hasCalled = Object.values(outcomes).some((n) => n > 0);
	log().info("ran", {
		...(ran.length > 0 && { jobs: ran }),
		...(hasCalled && { calls: outcomes }),
		...(faults.length > 0 && { faults: faults.map(faultSummary) }),
		...(retry > 0 && { retry }),
	});
	count({
		...calling.counts,
		JobsDone: ran.filter(({ result }) => result === "done").length,
		JobRowsWritten: ran.reduce((sum, { rows }) => sum + rows, 0),
		Faults: faults.length,
		RecordsToRetry: retry,
	});
}
