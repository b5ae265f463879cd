import type { Context as LambdaContext } from "aws-lambda";
import type { Contract } from "../../contracts/contract";
import { Entities } from "../entities";
import { absent } from "./conditions";
import { commandContext } from "./context";
import { hashId } from "./hash";
import { JobMarker } from "./job-marker";
import { type Period, periodBefore } from "./period";
import type { Ports } from "./ports";
import { protectionFor } from "./protection";
import { readsSensitive, silenced } from "./protection-errors";
import { NoSuchRule } from "./resubmission";
import type { Key, Row } from "./rows";
import type { Store } from "./store";
import { refuseTwins } from "./twins";

/** A job's handler, to code that handles all contracts. */
export type AnyJob = (page: {
	period: Period;
	state: unknown;
	entities: Entities<Contract>;
}) => Promise<{
	rows?: readonly { name: string; row: Key }[];
	state?: unknown;
}>;

/** What came of a job in one invocation. `again`: its message must come again. */
export interface Ran {
	job: string;
	period: Period;
	result: "done" | "done before" | "again";
	pages: number;
	rows: number;
}

/** What is left of an invocation when no page is begun any more. Ms. */
const reserve = 30_000;
const atOnce = 10;

/**
 * Runs a job for the period before it was due, from where the last invocation left it. Each page's rows are written before
 * its state: whoever dies in between writes the same rows again, under the same ids.
 */
export async function runJob(
	{ contract, ports }: { contract: Contract; ports: Ports },
	{ job, due, handler }: { job: string; due: number; handler: AnyJob },
	lambda: LambdaContext,
): Promise<Ran> {
	const schedule = contract.jobs[job]?.schedule;
	if (!schedule) throw new NoSuchRule(job);
	const { environment, now, newId } = ports;
	const { service, region } = environment;
	const period = periodBefore(schedule, due);
	const protection = protectionFor(contract, "job", ports);
	const store = ports.store.protectedBy(protection?.rows);
	const context = commandContext(jobId(service, job, period), {});
	const options = { store, region, context, now, newId };
	const marker = new JobMarker(job, period, options);
	// Whoever is out of time is dead: the lease ends with the invocation.
	const lease = () => lambda.getRemainingTimeInMillis();

	/** What a page throws becomes a fault, and may quote the sensitive fields that it has read. */
	const ask: AnyJob = async (page) => {
		try {
			return await handler(page);
		} catch (error) {
			throw readsSensitive(contract) ? silenced(error) : error;
		}
	};

	const ran: Ran = { job, period, result: "again", pages: 0, rows: 0 };
	const taken = await marker.take(lease());
	if (taken === "done") return { ...ran, result: "done before" };
	if (taken === "held") return ran;
	const entities = new Entities<Contract>(options);
	try {
		while (lease() > reserve) {
			const page = { period, state: marker.state, entities };
			const { rows = [], state } = await ask(page);
			ran.pages++;
			const stamped = rows.map(({ name, row: { pk, sk, ...fields } }) => ({
				...{ ...fields, pk, sk, discriminator: name, timestamp: now() },
				changeId: hashId(service, job, period.from, pk, sk),
				...{ awsregion: region, context },
			}));
			refuseTwins(stamped, "one page makes two rows");
			ran.rows += await writeAll(store, stamped);
			if (!(await marker.saved(state, lease()))) return ran;
			if (state === undefined) return { ...ran, result: "done" };
		}
	} catch (error) {
		await marker.left();
		throw error;
	}
	await marker.left();
	return ran;
}

/** The same in every region: who fails of it fails of the same. */
export function jobId(service: string, job: string, { from }: Period): string {
	return hashId(service, job, from);
}

/** Writes the rows that are not there yet; how many. */
async function writeAll(store: Store, rows: readonly Row[]): Promise<number> {
	let written = 0;
	for (let i = 0; i < rows.length; i += atOnce) {
		const some = rows.slice(i, i + atOnce);
		const refused = await Promise.all(
			some.map((row) => store.put(row, absent)),
		);
		written += refused.filter((one) => !one).length;
	}
	return written;
}
