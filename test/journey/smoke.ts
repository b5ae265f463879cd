import { resolve } from "node:path";
import { program } from "commander";
import pc from "picocolors";
import { follow } from "../../local/follow";
import { type Platform, startPlatform } from "../../local/platform";
import { sentence, UserError } from "../../local/user-error";
import { fates } from "./fates";
import { journey, type Regions } from "./journey";
import { largeOrder, lowLimit } from "./large-order";
import { Listening } from "./listening";
import { mishaps } from "./mishaps";
import { processorOutage } from "./processor-outage";
import { Steps } from "./steps";
import { webhooks } from "./webhooks";

const root = resolve(__dirname, "../..");
const print = (line: string) => console.log(line);

/** `npm run smoke`: the whole platform in two regions, and an order's journey through it over HTTP. */
async function smoke({ stack, verbose }: { stack: string; verbose?: true }) {
	const started = Date.now();
	const listening = new Listening();
	const platform = await startPlatform({
		root,
		stack,
		overrides: lowLimit,
		onProgress: (line) => print(pc.dim(line)),
		onFunctionLine: (name, line) => {
			listening.hear(line);
			if (verbose) follow(name, line).forEach(print);
		},
	});
	try {
		const [here, there = here] = Object.keys(platform.outputs.buses);
		if (!here || !there) throw new UserError(`${stack} has no region`);
		print(pc.dim(`Ready in ${Date.now() - started} ms: ${here}, ${there}`));
		const steps = new Steps(print);
		const regions = { here, there };
		const run = journey(platform, regions, listening, steps)
			.then(() => largeOrder(platform, regions, listening, steps))
			.then(() => mishaps(platform, regions, steps))
			.then(() => withProcessor(platform, regions, steps));
		await Promise.race([run, platform.gone]);
		if (!steps.end()) process.exitCode = 1;
	} finally {
		await platform.stop();
	}
}

/** What the external system has a part in. */
async function withProcessor(
	platform: Platform,
	regions: Regions,
	steps: Steps,
): Promise<void> {
	const { processor } = platform;
	if (!processor) throw new UserError("no service has a processor");
	await fates(platform, processor, regions, steps);
	await webhooks(platform, regions, steps);
	await processorOutage(platform, processor, regions, steps);
}

program
	.name("npm run smoke --")
	.description("Run an order's journey through the whole platform.")
	.option("--stack <name>", "which Pulumi.<name>.yaml", "prod")
	.option("--verbose", "show commands, events and views, too")
	.action(smoke)
	.parseAsync()
	.then(() => process.exit())
	.catch((error: unknown) => {
		console.error(
			pc.red(error instanceof UserError ? sentence(error) : String(error)),
		);
		process.exit(1);
	});
