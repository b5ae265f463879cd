import pc from "picocolors";
import * as z from "zod";

const line = z.object({
	level: z.string(),
	message: z.string(),
	timestamp: z.string(),
	service: z.string().default(""),
	region: z.string().default(""),
});

const latency = z.number();
const fault = z.object({ id: z.string(), rule: z.string(), error: z.string() });

/** What the runtime's functions log, by message: one line per invocation, with all that happened in it. */
const details = {
	request: z.object({ route: z.string(), status: z.number(), latency }),
	published: z.object({
		events: z.array(
			z.object({ type: z.string(), partitionKey: z.string(), latency }),
		),
		faults: z.array(fault).default([]),
	}),
	drained: z.object({ faults: z.array(fault) }),
	listened: z.object({
		views: z.array(
			z.object({
				rule: z.string(),
				type: z.string(),
				pk: z.string().optional(),
				result: z.string(),
				latency,
			}),
		),
		faults: z.array(fault).default([]),
		retry: z.number().default(0),
	}),
};

interface News {
	kind: "command" | "event" | "view" | "fault" | "error" | "log";
	what: string;
	/** Ms. */
	latency?: number;
}

/**
 * What a function's log line tells whoever follows the platform: a line per command, event, view and fault. Metrics are left
 * out; what is not the runtime's own is shown as it is.
 */
export function follow(functionName: string, text: string): string[] {
	const json = parse(text);
	if (json !== undefined && "_aws" in json) return [];
	const head = line.safeParse(json);
	if (!head.success) return [`${pc.dim(functionName)} ${text}`];
	const { timestamp, region, service } = head.data;
	const time = timestamp.slice(11, 23);
	const where = `${region.padEnd(10)} ${service.padEnd(11)}`;
	return news(head.data, json).map(({ kind, what, latency }) => {
		const ms = latency === undefined ? "" : pc.dim(`  ${latency} ms`);
		return `${pc.dim(time)} ${where} ${colours[kind](kind.padEnd(7))} ${what}${ms}`;
	});
}

const colours = {
	command: pc.cyan,
	event: pc.green,
	view: pc.blue,
	fault: pc.red,
	error: pc.red,
	log: pc.dim,
};

function news({ level, message }: z.infer<typeof line>, json: unknown): News[] {
	const request = details.request.safeParse(json);
	if (message === "request" && request.success) {
		const { route, status, latency } = request.data;
		return [{ kind: "command", what: `${route} ${status}`, latency }];
	}
	const published = details.published.safeParse(json);
	if (message === "published" && published.success)
		return [
			...published.data.events.map(
				({ type, partitionKey, latency }): News => ({
					kind: "event",
					what: `${type} ${partitionKey}`,
					latency,
				}),
			),
			...published.data.faults.map(faultNews),
		];
	const drained = details.drained.safeParse(json);
	if (message === "drained" && drained.success)
		return drained.data.faults.map(faultNews);
	const listened = details.listened.safeParse(json);
	if (message === "listened" && listened.success) {
		const { views, faults, retry } = listened.data;
		return [
			...views.map(
				({ rule, type, pk, result, latency }): News => ({
					kind: "view",
					what: `${rule} ${type} ${pk ?? ""} ${result === "written" ? "" : result}`.trimEnd(),
					latency,
				}),
			),
			...faults.map(faultNews),
			...(retry > 0
				? [{ kind: "error" as const, what: `${retry} come back to the queue` }]
				: []),
		];
	}
	const kind = level === "ERROR" ? "error" : "log";
	return [{ kind, what: `${message} ${errorOf(json)}`.trimEnd() }];
}

function faultNews({ rule, error, id }: z.infer<typeof fault>): News {
	return { kind: "fault", what: `${rule} ${error} (${id})` };
}

/** The message of the error that a line carries, wherever it has it. */
function errorOf(json: unknown): string {
	const carried = z
		.object({ error: z.object({ name: z.string(), message: z.string() }) })
		.safeParse(json);
	if (!carried.success) return "";
	const { name, message } = carried.data.error;
	return `${name}: ${message}`;
}

function parse(text: string): object | undefined {
	try {
		const value: unknown = JSON.parse(text);
		return typeof value === "object" && value !== null ? value : undefined;
	} catch {
		return undefined;
	}
}
