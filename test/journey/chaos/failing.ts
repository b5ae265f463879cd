import type { Platform } from "../../../local/platform";
import type { Processor } from "../../../local/processor/processor";
import type { Clients } from "../../../local/resources/clients";
import type { Counts } from "./counts";
import type { Heard } from "./heard";
import { retrying } from "./jobs";
import type { Microburst } from "./microburst";
import { moods } from "./moods";
import type { Post } from "./post";
import type { Queue } from "./queues";
import type { Random } from "./random";
import { redelivery } from "./redelivery";
import { weather } from "./weather";
import { killing } from "./workers";

/** All that fails, each by itself, until it is over; then nothing does any more. */
export async function failing(
	{
		platform,
		processor,
		microburst,
		post,
		...sending
	}: {
		platform: Platform;
		processor: Processor;
		microburst: Microburst;
		post: Post;
		clients: Clients;
		queues: readonly Queue[];
		heard: Heard;
		counts: Counts;
	},
	random: Random,
	over: AbortSignal,
): Promise<void> {
	const { outputs, pid } = platform;
	const { counts } = sending;
	const regions = Object.keys(outputs.buses);
	await Promise.all([
		weather(microburst, regions, random.fork("weather"), counts, over),
		killing(pid, random.fork("killing"), counts, over),
		redelivery({ outputs, ...sending }, random.fork("redelivery"), over),
		moods(processor, random.fork("moods"), counts, over),
		post.mischief(random.fork("post"), over),
		retrying(sending, random.fork("retrying"), over),
	]);
	await microburst.clear();
}
