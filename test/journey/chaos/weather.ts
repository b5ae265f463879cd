import type { Counts } from "./counts";
import type { Microburst, Rule } from "./microburst";
import { pause } from "./pace";
import type { Random } from "./random";

/** What the functions call, and how each says that it is too much, as the services do. */
const throttling = {
	dynamodb: { code: "ProvisionedThroughputExceededException" },
	events: { code: "ThrottlingException" },
	kms: { code: "ThrottlingException" },
	s3: { code: "SlowDown", status: 503 },
	scheduler: { code: "ThrottlingException", status: 429 },
	secretsmanager: { code: "ThrottlingException" },
} as const;

type Service = keyof typeof throttling;

/** Most of what functions do is in their tables; the bus is the other half of the platform. */
const services: readonly Service[] = [
	...(["dynamodb", "dynamodb", "dynamodb", "events", "events"] as const),
	...(["kms", "s3", "scheduler", "secretsmanager"] as const),
];

const always = { fail: 1, pass: 0 };

/** Every call, every second, one in four, three in four. */
const patterns = [
	always,
	{ fail: 1, pass: 1 },
	{ fail: 1, pass: 3 },
	{ fail: 3, pass: 1 },
];

/** Spells of bad weather between functions and AWS, one after the other and some at once, until it is over. */
export async function weather(
	microburst: Microburst,
	regions: readonly string[],
	random: Random,
	counts: Counts,
	over: AbortSignal,
): Promise<void> {
	while (!over.aborted) {
		const rule = spell(regions, random);
		await microburst.add(rule);
		counts.add("spells");
		await pause(random.int(300, 3000), over);
	}
}

export function spell(regions: readonly string[], random: Random): Rule {
	const service = random.pick(services);
	const pattern = random.pick(patterns);
	// Some last until queues and streams give up.
	const isOutage = random.chance(0.06);
	return {
		service,
		region: random.pick(regions),
		ttl_s: isOutage ? random.int(20, 45) : random.int(1, 6),
		sequence: isOutage ? always : pattern,
		...trouble(service, isOutage, random),
	};
}

function trouble(service: Service, isOutage: boolean, random: Random) {
	const throttled = { error: throttling[service] };
	const failed = { error: { code: "InternalServerError", status: 500 } };
	const reset = { reset: true } as const;
	// Carried out, but nobody is told.
	const lost = { response: { abort_bytes: 0 } };
	// The SDK waits for 3 s: what is later is carried out after its caller has given up.
	const delayed = { latency: random.int(100, 3500) };
	// A call of an outage that hangs would hold the function, and with it the run, for minutes.
	return random.pick<Partial<Rule>>(
		isOutage
			? [throttled, failed, reset]
			: [throttled, failed, reset, lost, delayed],
	);
}
