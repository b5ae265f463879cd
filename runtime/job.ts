import type {
	Context as LambdaContext,
	SQSBatchResponse,
	SQSEvent,
} from "aws-lambda";
import type { Contract, RowsOf } from "../contracts/contract";
import type { CallOptions } from "./core/calls";
import type { NamedRow } from "./core/named-row";
import type { Ports } from "./core/ports";
import type { Answered, Resubmission } from "./core/resubmission";
import type { Entities } from "./entities";

export type { System, SystemRequest } from "./core/system";

/** The reading side of the service's table. */
export type Reader<C extends Contract> = Pick<
	Entities<C>,
	"get" | "getMany" | "together" | "under" | "list"
>;

/** The day or hour that a job is about, in UTC. */
export interface Period {
	/** ISO 8601, such as `2026-11-24T00:00:00.000Z`. */
	from: string;
	/** The same; not part of it any more. */
	to: string;
}

/** One page of a job. */
export interface JobPage<C extends Contract, State> {
	period: Period;
	/** What the page before has left, as JSON; undefined on the first. */
	state: State | undefined;
	entities: Reader<C>;
}

/** What a page gives: rows, each written once, and what the next page goes on from. No state: the job is done. */
export interface JobResult<C extends Contract, State> {
	rows?: readonly NamedRow<C, RowsOf<C, "published" | "internal">>[];
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

/** The driving side of the clock: each period of a job once; and the calls that have failed, again. */
export function job<
	C extends Contract,
	States extends { [Job in keyof C["jobs"]]: unknown },
>(
	contract: C,
	handlers: JobHandlers<C, States> & Exactly<C["jobs"], States>,
	...[options]: CallOptions<NoInfer<C>, Ports>
): (
	event: SQSEvent & Resubmission,
	lambda: LambdaContext,
) => Promise<Answered<SQSBatchResponse>> {
	return async () => {
		throw new Error(
			`${contract.name}: not yet ${Object.keys(handlers)} ${options}`,
		);
	};
}
