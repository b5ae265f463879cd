import type { External } from "../../contracts/external";
import { clocksOf } from "./clocks";
import type { Services } from "./member";

type Service = Services[number];
type Producer = Pick<External, "name"> & { produces: object };

/**
 * A table for each service: what it hears and from whom, what it says and to whom, and what it serves; which rules do more
 * than keep views; what external systems it has, and what happens by the clock.
 */
export function serviceTables(
	services: Services,
	externals: readonly External[],
): string {
	return services
		.map((service) => serviceSection(service, services, externals))
		.join("\n\n");
}

function serviceSection(
	service: Service,
	services: Services,
	externals: readonly External[],
): string {
	const { name, kind, owner, consumes, produces, api } = service;
	const producers: Producer[] = [...services, ...externals];
	const heard = Object.keys(consumes).map((type) => {
		const from = producers.filter(({ produces }) => type in produces);
		return ["consumes", code(type), names("from", from)];
	});
	const said = Object.keys(produces).map((type) => {
		const to = services.filter(({ consumes }) => type in consumes);
		return ["produces", code(type), names("for", to)];
	});
	const served = Object.entries(api).map(([key, { summary, scopes }]) => {
		const needed = scopes.map(code).join(" or ");
		return ["serves", code(key), `${summary} (${needed || "any token"})`];
	});
	return [
		`**${name}** (${kind}, owned by ${owner})\n`,
		table(
			["", "what", ""],
			[
				...[...heard, ...said, ...rulesOf(service), ...served],
				...[...webhooksOf(service), ...jobsOf(service)],
			],
		),
	].join("\n");
}

/** The rules that decide or call. */
function rulesOf(service: Service): string[][] {
	const deadlines = new Map(
		clocksOf(service).map(({ name, when }) => [name, when]),
	);
	return Object.entries(service.rules).flatMap(([name, rule]) => {
		const on = rule.on.map(code).join(", ");
		if ("calls" in rule)
			return [["calls", code(name), `${code(rule.calls)} for ${on}`]];
		if (!("collects" in rule)) return [];
		const emitted = rule.emits.map(code).join(", ");
		const due = deadlines.get(name);
		const words = `${rule.on.length} kinds of events by key; decides on ${emitted}${due ? `; deadline ${due}` : ""}`;
		return [["collects", code(name), words]];
	});
}

function webhooksOf({ webhooks }: Service): string[][] {
	return Object.entries(webhooks).map(([key, { summary, from }]) => [
		"is told",
		code(key),
		`${summary} (signed by ${code(from)})`,
	]);
}

function jobsOf(service: Service): string[][] {
	const clocks = new Map(
		clocksOf(service).map(({ name, when }) => [name, when]),
	);
	return Object.entries(service.jobs).map(([name, { summary }]) => [
		"runs",
		code(name),
		`${summary} (${clocks.get(name)})`,
	]);
}

function names(preposition: string, who: readonly { name: string }[]) {
	if (who.length === 0) return `${preposition} nobody`;
	return `${preposition} ${who.map(({ name }) => name).join(", ")}`;
}

export function table(
	head: readonly string[],
	rows: readonly (readonly string[])[],
): string {
	const line = (cells: readonly string[]) =>
		`| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
	return [line(head), line(head.map(() => "---")), ...rows.map(line)].join(
		"\n",
	);
}

const code = (text: string) => `\`${text}\``;
