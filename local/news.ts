import * as z from "zod";

/** One thing that a function's log line tells. */
export interface News {
	kind:
		| "command"
		| "webhook"
		| "event"
		| "view"
		| "decided"
		| "job"
		| "fault"
		| "error"
		| "log";
	what: string;
	/** Ms. */
	latency?: number;
}

const latency = z.number();
const fault = z
	.object({ id: z.string(), rule: z.string(), error: z.string() })
	.transform(
		({ rule, error, id }): News => ({
			kind: "fault",
			what: `${rule} ${error} (${id})`,
		}),
	);
const faults = z.array(fault).default([]);
const retry = z.number().default(0);

function comeBack(count: number): News[] {
	if (count === 0) return [];
	return [{ kind: "error", what: `${count} come back to the queue` }];
}

/** What the runtime's functions log, by message: one line per invocation, with all that happened in it. */
const readers: Record<string, z.ZodType<News[]>> = {
	request: z
		.object({ route: z.string(), status: z.number(), latency })
		.transform(({ route, status, latency }): News[] => [
			{ kind: "command", what: `${route} ${status}`, latency },
		]),
	webhook: z
		.object({
			route: z.string(),
			status: z.number(),
			latency,
			result: z.string().default(""),
		})
		.transform(({ route, status, latency, result }): News[] => {
			const what = `${route} ${status} ${unlessWritten(result)}`.trimEnd();
			return [{ kind: "webhook", what, latency }];
		}),
	published: z
		.object({
			events: z.array(
				z.object({ type: z.string(), partitionKey: z.string(), latency }),
			),
			faults,
		})
		.transform(({ events, faults }): News[] => [
			...events.map(
				({ type, partitionKey, latency }): News => ({
					kind: "event",
					what: `${type} ${partitionKey}`,
					latency,
				}),
			),
			...faults,
		]),
	decided: z
		.object({
			decided: z.array(
				z.object({
					rule: z.string(),
					key: z.string(),
					types: z.array(z.string()),
				}),
			),
		})
		.transform(({ decided }): News[] =>
			decided.map(({ rule, key, types }) => ({
				kind: "decided",
				what: `${rule} ${key}: ${types.join(", ")}`,
			})),
		),
	drained: z
		.object({ faults: z.array(fault) })
		.transform(({ faults }) => faults),
	listened: z
		.object({
			views: z.array(
				z.object({
					rule: z.string(),
					type: z.string(),
					pk: z.string().default(""),
					result: z.string(),
					latency,
				}),
			),
			faults,
			retry,
		})
		.transform(({ views, faults, retry }): News[] => [
			...views.map(
				({ rule, type, pk, result, latency }): News => ({
					kind: "view",
					what: `${rule} ${type} ${pk} ${unlessWritten(result)}`.trimEnd(),
					latency,
				}),
			),
			...faults,
			...comeBack(retry),
		]),
	// The minute's look for calls to be made again is no news where there are none.
	ran: z
		.object({
			jobs: z
				.array(
					z.object({
						job: z.string(),
						period: z.object({ from: z.string() }),
						result: z.string(),
						rows: z.number(),
					}),
				)
				.default([]),
			calls: z.record(z.string(), z.number()).default({}),
			faults,
			retry,
		})
		.transform(({ jobs, calls, faults, retry }): News[] => [
			...jobs.map(
				({ job, period, result, rows }): News => ({
					kind: "job",
					what: `${job} ${period.from} ${result}, ${rows} rows`,
				}),
			),
			...callsMade(calls),
			...faults,
			...comeBack(retry),
		]),
	breaker: z
		.object({ system: z.string(), from: z.string(), to: z.string() })
		.transform(({ system, from, to }): News[] => [
			{ kind: "log", what: `breaker of ${system}: ${from}, now ${to}` },
		]),
};

/** What such a line tells; undefined where it is none of them. */
export function newsOf(message: string, json: unknown): News[] | undefined {
	return readers[message]?.safeParse(json).data;
}

function unlessWritten(result: string): string {
	return result === "written" ? "" : result;
}

/** By what came of them. */
function callsMade(calls: Readonly<Record<string, number>>): News[] {
	const counts = Object.entries(calls)
		.filter(([, count]) => count > 0)
		.map(([status, count]) => `${count} ${status}`);
	if (counts.length === 0) return [];
	return [{ kind: "job", what: `calls made again: ${counts.join(", ")}` }];
}
