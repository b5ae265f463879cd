import { execFileSync } from "node:child_process";
import { resolve } from "node:path";
import { program } from "commander";
import * as z from "zod";
import { type Platform, startPlatform } from "../local/platform";
import { Client } from "../test/journey/client";
import { eventually } from "../test/journey/steps";

/** How long from an order's submission to the restaurant's view of it, one at a time and many at once, on this machine. */
async function measure({ orders }: { orders: number }): Promise<void> {
	const seen = new Map<string, number>();
	const started = performance.now();
	const platform = await startPlatform({
		root: resolve(__dirname, ".."),
		stack: "dev",
		onProgress: () => {},
		onFunctionLine: (_name, line) => {
			for (const id of ordersSeen(line)) seen.set(id, performance.now());
		},
	});
	const ready = performance.now() - started;
	try {
		const customer = await customerOf(platform);
		await oneByOne(customer, seen, 10);
		const latencies = await oneByOne(customer, seen, 50);
		const rate = await atOnce(customer, seen, orders);
		const memory = memoryOf(platform);
		console.log(`ready after              ${(ready / 1000).toFixed(1)} s`);
		console.log(`command to view, p50     ${quantile(latencies, 0.5)} ms`);
		console.log(`command to view, p95     ${quantile(latencies, 0.95)} ms`);
		console.log(`${orders} orders, 10 at once   ${rate.toFixed(0)} events/s`);
		console.log(`memory of this process   ${memory.own} MB`);
		console.log(`of the emulator and functions  ${memory.emulator} MB`);
	} finally {
		await platform.stop();
	}
}

const region = "us-east-1";

async function customerOf(platform: Platform): Promise<Client> {
	const client = async (service: string, subject: string, scopes: string[]) =>
		new Client(platform, service, await platform.token(subject, scopes));
	const restaurant = await client("restaurant", "restaurant-1", ["menu:write"]);
	const price = { amount: 950, currency: "EUR" };
	const body = { name: "Margherita", description: "", price };
	await restaurant.call(region, "PUT", "/menu-items/pizza", { body });
	const customer = await client("customer", "customer-1", ["orders:submit"]);
	await eventually(
		() => customer.call(region, "GET", "/restaurants/restaurant-1/menu"),
		({ body }) => JSON.stringify(body).includes("pizza"),
	);
	return customer;
}

async function submit(customer: Client): Promise<string> {
	const lines = [{ itemId: "pizza", quantity: 1 }];
	const { status, body } = await customer.call(region, "POST", "/orders", {
		body: { restaurantId: "restaurant-1", lines },
	});
	if (status !== 201) throw new Error(`an order was answered with ${status}`);
	return String(body.orderId);
}

async function oneByOne(
	customer: Client,
	seen: ReadonlyMap<string, number>,
	count: number,
): Promise<number[]> {
	const latencies: number[] = [];
	for (let i = 0; i < count; i++) {
		const sent = performance.now();
		const id = await submit(customer);
		await eventually(
			async () => seen.has(id),
			(isSeen) => isSeen,
		);
		latencies.push((seen.get(id) ?? 0) - sent);
	}
	return latencies;
}

/** Events per second from the first command to the last view. */
async function atOnce(
	customer: Client,
	seen: ReadonlyMap<string, number>,
	count: number,
): Promise<number> {
	const started = performance.now();
	const ids: string[] = [];
	let left = count;
	const worker = async () => {
		while (left-- > 0) ids.push(await submit(customer));
	};
	await Promise.all(Array.from({ length: 10 }, worker));
	await eventually(
		async () => ids.filter((id) => !seen.has(id)).length,
		(missing) => missing === 0,
		{ seconds: 60 },
	);
	const last = Math.max(...ids.map((id) => seen.get(id) ?? 0));
	return (count / (last - started)) * 1000;
}

const listened = z.object({
	message: z.literal("listened"),
	service: z.literal("restaurant"),
	views: z.array(z.object({ pk: z.string() })),
});

function ordersSeen(line: string): string[] {
	if (!line.startsWith("{")) return [];
	const { success, data } = listened.safeParse(JSON.parse(line));
	return success ? data.views.map(({ pk }) => pk) : [];
}

function quantile(values: readonly number[], q: number): number {
	const sorted = [...values].sort((a, b) => a - b);
	return Math.round(sorted[Math.floor(q * (sorted.length - 1))] ?? 0);
}

/** MB. */
function memoryOf({ pid }: Platform) {
	const megabytes = (kilobytes: number) => Math.round(kilobytes / 1024);
	const group = pid
		? execFileSync("ps", ["-o", "rss=", "-g", String(pid)], {
				encoding: "utf8",
			})
		: "";
	const sum = group.split("\n").reduce((sum, line) => sum + Number(line), 0);
	return {
		own: megabytes(process.memoryUsage().rss / 1024),
		emulator: megabytes(sum),
	};
}

program
	.name("npm run bench:platform --")
	.description(
		"Measure the platform on this machine: start, latency, throughput, memory.",
	)
	.option("--orders <number>", "how many at once", Number, 500)
	.action(measure)
	.parseAsync()
	.then(() => process.exit())
	.catch((error: unknown) => {
		console.error(error);
		process.exit(1);
	});
