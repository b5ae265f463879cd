import Table from "cli-table3";
import { validationShare } from "./json";
import type { Measured } from "./measured";

const names: Record<string, string> = {
	ours: "Bulkhead",
	loop: "loop by hand (updates)",
	loopOfPuts: "loop by hand (puts)",
	priorArt: "aws-lambda-stream",
	priorArt16: "aws-lambda-stream, 16 at once",
};

const titles = {
	trigger: "trigger, 100 records",
	listener10: "listener, 10 records",
	listener100: "listener, 100 records",
	listenerOneRow: "listener, 10 records of one row",
};

/** For people. */
export function tables(measured: Measured): string {
	return [
		batches(measured),
		starts(measured),
		utilities(measured),
		machine(measured),
	].join("\n");
}

function batches({ batches, allocations }: Measured): string {
	const { stubbed, realSdk, sent } = batches;
	const table = newTable(
		"records of 1 KB",
		"stubbed, ms",
		"of loop",
		"KB allocated",
		"of loop",
		"real SDK, ms",
		"of loop",
		"calls",
	);
	const allocated: Record<string, Record<string, number>> = allocations;
	for (const [name, title] of entriesOf(titles)) {
		table.push([title, "", "", "", "", "", "", ""]);
		const fast: Record<string, number> = stubbed[name];
		const real: Record<string, number> = realSdk[name];
		for (const contender of Object.keys(fast))
			table.push([
				`  ${names[contender]}`,
				...withRatio(fast, contender, 3),
				...withRatio(allocated[name] ?? {}, contender, 0),
				...withRatio(real, contender, 1),
				String(sent[name]?.[contender]?.calls ?? ""),
			]);
	}
	return table.toString();
}

function starts({ starts }: Measured): string {
	const table = newTable(
		"start over bare node",
		"wall, ms",
		"import(), ms",
		"with first batch, ms",
		"peak memory, MB",
		"KB loaded",
	);
	const labels = {
		trigger: "Bulkhead trigger",
		priorArtTrigger: "aws-lambda-stream trigger",
		listener: "Bulkhead listener",
		priorArtListener: "aws-lambda-stream listener",
	};
	for (const [name, label] of entriesOf(labels)) {
		const { wall, load, firstBatch, memory, kilobytes } =
			starts.functions[name];
		const numbers = [wall, load, firstBatch, memory, kilobytes];
		table.push([label, ...numbers.map((n) => n.toFixed(0))]);
	}
	const { name, kilobytes } = starts.largestBundle;
	return `${table}\nof all functions ${name} loads most at start: ${kilobytes.toFixed(0)} KB`;
}

function utilities({ utilities, batches }: Measured): string {
	const { perRecord, validation, request } = utilities;
	const table = newTable("utilities", "µs a record");
	table.push(
		["Bulkhead: log, metrics, validation, lock", perRecord.ours.toFixed(1)],
		["Bulkhead: the same, noted once per event", perRecord.once.toFixed(1)],
		["Powertools: its five utilities", perRecord.powertools.toFixed(1)],
		["Bulkhead: validation alone", validation.toFixed(1)],
	);
	const share = (100 * validationShare(utilities, batches)).toFixed(1);
	return [
		table.toString(),
		`over a loop that parses and puts; validation is ${share} % of the batch of 100 by the real SDK`,
		`a request, routed, validated and logged: ${request.of1Route.toFixed(1)} µs of 1 route, ${request.of51Routes.toFixed(1)} µs of 51`,
	].join("\n");
}

function machine({ machine }: Measured): string {
	const { cpu, cores, memoryGB, load, node, versions } = machine;
	return [
		`${cpu}, ${cores} cores, ${memoryGB} GB, load ${load}, node ${node}`,
		...Object.entries(versions).map(([name, version]) => `${name} ${version}`),
	].join("\n");
}

function withRatio(
	of: Record<string, number>,
	contender: string,
	digits: number,
): [string, string] {
	const [value, loop] = [of[contender], of.loop];
	if (value === undefined || loop === undefined) return ["", ""];
	return [value.toFixed(digits), (value / loop).toFixed(2)];
}

function newTable(...head: string[]): Table.Table {
	const colAligns = head.map(
		(_, i): Table.HorizontalAlignment => (i === 0 ? "left" : "right"),
	);
	const noLines = { mid: "", "left-mid": "", "mid-mid": "", "right-mid": "" };
	const style = { head: [], border: [] };
	return new Table({ head, colAligns, style, chars: noLines });
}

function entriesOf<Name extends string>(labels: Record<Name, string>) {
	return Object.entries(labels) as [Name, string][];
}
