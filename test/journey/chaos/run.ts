import pc from "picocolors";
import { payment } from "../../../functions/payment/contract";
import { follow } from "../../../local/follow";
import { type Platform, startPlatform } from "../../../local/platform";
import { clientOf } from "../../../local/processor/client";
import { Clients } from "../../../local/resources/clients";
import { UserError } from "../../../local/user-error";
import { lowLimit } from "../large-order";
import { Steps } from "../steps";
import { checkAll } from "./checks";
import { Counts } from "./counts";
import { Crowd } from "./crowd";
import { failing } from "./failing";
import { redirectAll } from "./functions";
import { Heard } from "./heard";
import { type Microburst, startMicroburst } from "./microburst";
import { onCall } from "./on-call";
import { People } from "./people";
import { timeToAccept } from "./plan";
import { Post } from "./post";
import { progressLine, tellProgress } from "./progress";
import { hurriedQueues } from "./queues";
import { Random } from "./random";
import { Reasons } from "./reasons";
import { injectedTable, metTable } from "./report";
import { settle } from "./settle";
import { daysOf, settleDays } from "./settlements";

export interface ChaosOptions {
	/** The project's root. */
	root: string;
	stack: string;
	seed: string;
	/** How long things fail. */
	seconds: number;
	verbose?: boolean;
	print: (line: string) => void;
	/** Ends it at once, without a verdict. */
	interrupted: AbortSignal;
}

/** Seconds until everything must have come to rest: a call that has failed some times is made again after five minutes. */
const settleLimit = 480;

/** Of the stack: large events are smaller than elsewhere, and restaurants are hurried. */
const overrides = {
	...lowLimit,
	deadlines: { "fulfillment/decide-fate": timeToAccept },
};

/** Orders while everything fails that may fail; then whether all is well. Undefined where it was interrupted. */
export async function chaos(
	options: ChaosOptions,
): Promise<boolean | undefined> {
	const { root, stack, verbose, print, interrupted } = options;
	const quietly = (line: string) => print(pc.dim(line));
	const reasons = new Reasons();
	let isReady = false;
	const platform = await startPlatform({
		...{ root, stack, overrides },
		onProgress: (line) => {
			if (verbose || !isReady) quietly(line);
		},
		onFunctionLine: (name, line) => {
			reasons.hear(line);
			if (verbose) follow(name, line).forEach(print);
		},
	});
	const stops = [() => platform.stop()];
	try {
		const microburst = await startMicroburst({
			...{ root, upstream: platform.endpoint, onProgress: quietly },
		});
		stops.push(() => microburst.stop());
		isReady = true;
		const run = withAll(options, { platform, microburst, reasons });
		return await Promise.race([run, platform.gone]);
	} finally {
		if (interrupted.aborted) print("\nStopping …");
		for (const stop of stops.reverse()) await stop();
	}
}

async function withAll(
	{ seed, seconds, print, interrupted }: ChaosOptions,
	{
		platform,
		microburst,
		reasons,
	}: { platform: Platform; microburst: Microburst; reasons: Reasons },
): Promise<boolean | undefined> {
	const clients = new Clients(platform.endpoint);
	const { outputs, processor } = platform;
	const regions = Object.keys(outputs.buses);
	if (regions.length === 0) throw new UserError("The stack has no region.");
	if (!processor) throw new UserError("No service has a processor.");
	const random = new Random(seed);
	const counts = new Counts();
	const met = new Counts();

	const queues = await hurriedQueues(clients, regions);
	for (const region of regions)
		await redirectAll(clients, region, microburst.endpoint);
	const heard = new Heard();
	await heard.start(platform);
	const client = await clientOf(payment, platform);
	const { post, stop } = await Post.start(client, counts);
	processor.serve({ ...client, urls: post.urls });
	const patience = AbortSignal.any([
		interrupted,
		AbortSignal.timeout((seconds + settleLimit) * 1000),
	]);
	const people = await People.of(platform, met);
	const crowd = new Crowd(people, heard, random, patience);
	await crowd.openRestaurants();

	const started = Date.now();
	const over = AbortSignal.any([
		interrupted,
		AbortSignal.timeout(seconds * 1000),
	]);
	const ended = new AbortController();
	const line = async () =>
		progressLine({
			...{ crowd, counts, calls: await microburst.counts() },
			seconds: (Date.now() - started) / 1000,
		});
	const telling = tellProgress(line, print, ended.signal);
	try {
		await Promise.all([
			crowd.bustle(over),
			onCall({ platform, clients, queues, counts: met }, over),
			failing(
				{
					platform,
					processor,
					microburst,
					post,
					clients,
					queues,
					heard,
					counts,
				},
				random,
				over,
			),
		]);
		if (interrupted.aborted) return undefined;
		print(
			pc.dim("Nothing fails any more; waiting until all has come to rest …"),
		);
		const steps = new Steps(print);
		const settling = {
			...{ platform, processor, clients, queues, crowd, heard },
			counts: met,
		};
		await steps.step("it comes to rest", () =>
			settle(settling, settleLimit, interrupted),
		);
		const days = daysOf(started, Date.now());
		await steps.step("the day's orders are settled", async () => {
			await settleDays({ clients, queues }, days);
			await settle(settling, settleLimit, interrupted);
		});
		if (interrupted.aborted) return undefined;
		const world = { platform, processor, clients, people, crowd, post };
		const ends = await checkAll({ ...world, heard, reasons, days }, steps);
		for (const end of ends) met.add(`order ${end}`);
		const calls = await microburst.counts();
		print(
			`\n${injectedTable(counts, calls)}\n${metTable(met, reasons.counts)}`,
		);
		return steps.end();
	} finally {
		ended.abort();
		await heard.stop();
		await stop();
		await telling;
		clients.destroy();
	}
}
