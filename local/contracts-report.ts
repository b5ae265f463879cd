import type { Contract } from "../contracts";
import type { External } from "../contracts/external";

/** What `npm run check` prints: each service with its neighbours, and what is wrong between them. */
export function contractsReport(
	contracts: readonly Contract[],
	externals: readonly External[],
	problems: readonly string[],
): string {
	const neighbours = { contracts, externals };
	return [
		...contracts.map((contract) => serviceReport(contract, neighbours)),
		...externals.map((external) => externalReport(external, neighbours)),
		verdict(problems),
	].join("\n\n");
}

interface Neighbours {
	contracts: readonly Contract[];
	externals: readonly External[];
}

function serviceReport(contract: Contract, neighbours: Neighbours): string {
	const { name, kind, owner, consumes, produces, rules, api } = contract;
	const { systems, webhooks, jobs } = contract;
	return [
		`${name} (${kind}, owned by ${owner})`,
		...section(
			"consumes",
			Object.keys(consumes).map((type) => [
				type,
				`from ${from(type, neighbours)}`,
			]),
		),
		...section("rules", Object.entries(rules).map(ruleLine)),
		...section(
			"produces",
			Object.keys(produces).map((type) => [
				type,
				`for ${to(type, neighbours)}`,
			]),
		),
		...section(
			"serves",
			Object.entries(api).map(([key, { scopes }]) => [
				key,
				scopes.length > 0 ? scopes.join(" or ") : "any user",
			]),
		),
		...section(
			"hears",
			Object.entries(webhooks).map(([key, { from, writes }]) => [
				key,
				`from ${from}, writes ${writes.join(", ")}`,
			]),
		),
		...section(
			"systems",
			Object.entries(systems).map(([system, { summary }]) => [system, summary]),
		),
		...section(
			"jobs",
			Object.entries(jobs).map(([job, { schedule, summary }]) => [
				job,
				`${when(schedule)}: ${summary}`,
			]),
		),
	].join("\n");
}

function when(schedule: Contract["jobs"][string]["schedule"]): string {
	if ("daily" in schedule) return `daily at ${schedule.daily} UTC`;
	return `hourly at minute ${schedule.hourly}`;
}

function externalReport({ name, produces }: External, neighbours: Neighbours) {
	const events = Object.keys(produces).map((type): [string, string] => [
		type,
		`for ${to(type, neighbours)}`,
	]);
	return [`${name} (external)`, ...section("produces", events)].join("\n");
}

function from(type: string, { contracts, externals }: Neighbours): string {
	const all: readonly External[] = [...contracts, ...externals];
	return names(all.filter(({ produces }) => type in produces));
}

function to(type: string, { contracts }: Neighbours): string {
	return names(contracts.filter(({ consumes }) => type in consumes));
}

function names(all: readonly { name: string }[]): string {
	return all.map(({ name }) => name).join(", ") || "nobody";
}

function ruleLine([name, rule]: [string, Contract["rules"][string]]): [
	string,
	string,
] {
	return [name, `${rule.on.join(", ")}: ${effectOf(rule)}`];
}

function effectOf(rule: Contract["rules"][string]): string {
	if ("materializes" in rule) return `materializes ${rule.materializes}`;
	if ("calls" in rule) return `calls ${rule.calls} (${rule.intends})`;
	const emits = `emits ${rule.emits.join(", ")}`;
	if (!("collects" in rule)) return emits;
	const { deadline } = rule;
	const due = deadline
		? `, at the latest ${deadline.seconds} s after ${deadline.after}`
		: "";
	return `collects ${rule.collects}, ${emits}${due}`;
}

/** Lines in two columns, the word before the first. */
function section(word: string, lines: [string, string][]): string[] {
	const width = Math.max(...lines.map(([first]) => first.length));
	return lines.map(
		([first, second], i) =>
			`  ${(i === 0 ? word : "").padEnd(8)}  ${first.padEnd(width)}  ${second}`,
	);
}

function verdict(problems: readonly string[]): string {
	if (problems.length === 0) return "the contracts fit together";
	const count = `${problems.length} problem${problems.length > 1 ? "s" : ""}`;
	return [count, ...problems.map((problem) => `- ${problem}`)].join("\n");
}
