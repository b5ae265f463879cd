import { randomInt } from "node:crypto";
import { resolve } from "node:path";
import { InvalidArgumentError, program } from "commander";
import pc from "picocolors";
import { inspect } from "../../local/user-error";
import { chaos } from "./chaos/run";

const root = resolve(__dirname, "../..");
const print = (line: string) => console.log(line);

/** As a shell says it of a process that was interrupted. */
const interruptedCode = 130;

interface Options {
	minutes: number;
	seed: string;
	stack: string;
	verbose?: true;
}

async function main({ minutes, seed, ...options }: Options): Promise<void> {
	const interruption = new AbortController();
	for (const signal of ["SIGINT", "SIGTERM"] as const)
		process.on(signal, () => interruption.abort());
	print(`Chaos for ${minutes} min, seed ${seed}`);
	const isWell = await chaos({
		...{ root, seed, print, ...options },
		seconds: minutes * 60,
		interrupted: interruption.signal,
	});
	process.exitCode = isWell === undefined ? interruptedCode : isWell ? 0 : 1;
}

function minutesOf(text: string): number {
	const minutes = Number(text);
	if (!(minutes > 0)) throw new InvalidArgumentError("It must be above 0.");
	return minutes;
}

program
	.name("npm run chaos --")
	.description(
		"Orders while functions are killed, calls fail and messages come again; then whether all is well.",
	)
	.requiredOption("--minutes <number>", "how long things fail", minutesOf)
	.option("--seed <text>", "of all that is random", String(randomInt(1e9)))
	.option("--stack <name>", "which Pulumi.<name>.yaml", "prod")
	.option("--verbose", "show commands, events and views, too")
	.action(main)
	.parseAsync()
	.then(() => process.exit())
	.catch((error: unknown) => {
		console.error(pc.red(inspect(error)));
		process.exit(1);
	});
