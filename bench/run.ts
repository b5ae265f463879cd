import { resolve } from "node:path";
import { program } from "commander";
import { build } from "./build";
import { measureIn } from "./child";
import { installPriorArt } from "./install";
import { machine } from "./machine";
import type { Allocations } from "./measured/allocations";
import type { Batches } from "./measured/batches";
import type { Utilities } from "./measured/utilities";
import { json } from "./report/json";
import type { Measured } from "./report/measured";
import { tables } from "./report/tables";
import { measureStarts } from "./start";

/** Room for young objects, so that nothing is collected while allocations are counted. MB. */
const noCollection = [
	"--expose-gc",
	"--min-semi-space-size=256",
	"--max-semi-space-size=256",
];

/** All contenders in one run; progress goes to stderr. */
async function measure(root: string, effort: number): Promise<Measured> {
	installPriorArt(root);
	const step = (text: string) => process.stderr.write(`${text} …\n`);
	step("compiling");
	const folder = await build(root);
	const task = { root, effort };
	step("batches, stubbed and by the real SDK");
	const batches = await measureIn<Batches>(folder, "batches", task);
	step("allocations");
	const allocations = await measureIn<Allocations>(
		folder,
		"allocations",
		task,
		noCollection,
	);
	step("utilities");
	const utilities = await measureIn<Utilities>(folder, "utilities", task);
	step("starts");
	const starts = await measureStarts(root, folder, effort);
	return { machine: machine(root), batches, allocations, utilities, starts };
}

program
	.name("npm run bench --")
	.description(
		"Measure trigger and listener against a loop written by hand and against the prior art: time, allocations, start",
	)
	.option("--json", "print only JSON")
	.option("--quick", "fewer rounds: a look, not a measurement")
	.action(async ({ json: asJson, quick }) => {
		const root = resolve(__dirname, "..");
		const measured = await measure(root, quick ? 0.15 : 1);
		console.log(
			asJson ? JSON.stringify(json(measured), null, 2) : tables(measured),
		);
	})
	.parseAsync()
	.catch((error: unknown) => {
		console.error(error);
		process.exit(1);
	});
