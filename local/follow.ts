import pc from "picocolors";
import * as z from "zod";
import { type News, newsOf } from "./news";

const line = z.object({
	level: z.string(),
	message: z.string(),
	timestamp: z.string(),
	service: z.string().default(""),
	region: z.string().default(""),
});

/**
 * What a function's log line tells whoever follows the platform: a line per command, event, view and fault. Metrics are left
 * out; what is not the runtime's own is shown as it is.
 */
export function follow(functionName: string, text: string): string[] {
	const json = parse(text);
	if (json !== undefined && "_aws" in json) return [];
	const head = line.safeParse(json);
	if (!head.success) return [`${pc.dim(functionName)} ${text}`];
	const { level, message, timestamp, region, service } = head.data;
	const time = timestamp.slice(11, 23);
	const where = `${region.padEnd(10)} ${service.padEnd(11)}`;
	const all = newsOf(message, json) ?? [otherNews(level, message, json)];
	return all.map(({ kind, what, latency }) => {
		const ms = latency === undefined ? "" : pc.dim(`  ${latency} ms`);
		return `${pc.dim(time)} ${where} ${colours[kind](kind.padEnd(7))} ${what}${ms}`;
	});
}

const colours = {
	command: pc.cyan,
	webhook: pc.cyan,
	event: pc.green,
	view: pc.blue,
	decided: pc.magenta,
	job: pc.yellow,
	fault: pc.red,
	error: pc.red,
	log: pc.dim,
} satisfies Record<News["kind"], unknown>;

function otherNews(level: string, message: string, json: unknown): News {
	const kind = level === "ERROR" ? "error" : "log";
	return { kind, what: `${message} ${errorOf(json)}`.trimEnd() };
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
