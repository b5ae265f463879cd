import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, GetCommand } from "@aws-sdk/lib-dynamodb";
import type { Platform } from "../../local/platform";
import type { Processor } from "../../local/processor/processor";
import { settingsOf } from "../../local/resources/clients";
import type { Regions } from "./journey";
import { Outages } from "./outage";
import { People } from "./people";
import { eventually, expectEqual, type Steps } from "./steps";

/** Calls in a row that fail open the breaker: more than that many orders come in. */
const orders = 7;

/** The external system is away for a while, and back: no order is lost, and none charged twice. */
export async function processorOutage(
	platform: Platform,
	processor: Processor,
	{ here }: Regions,
	steps: Steps,
): Promise<void> {
	const people = await People.of(platform, "outage");
	const breaker = breakerOf(platform, here);
	const outages = new Outages(platform);
	const job = { region: here, service: "payment", kind: "job" } as const;
	await people.offer(here, "stew", 700);
	const orderIds: string[] = [];

	await steps.step(
		"the processor is down: the breaker opens, and orders wait",
		async () => {
			processor.setMode("down");
			for (let n = 0; n < orders; n++)
				orderIds.push(await people.order(here, "stew"));
			for (const orderId of orderIds) await people.accept(here, orderId);
			await eventually(
				() => breaker.read(),
				({ state }) => state === "open",
				{ seconds: 60 },
			);
			for (const orderId of orderIds)
				await people.becomes(here, orderId, "accepted");
		},
	);
	await steps.step(
		"it is back: one call is tried, the breaker closes, and every order is paid once and ready",
		async () => {
			processor.setMode("normal");
			const scheduledTime = new Date().toISOString();
			await eventually(
				async () => {
					// As its schedule does each minute.
					await outages.send(job, { job: "retry-calls", scheduledTime });
					await new Promise((resolve) => setTimeout(resolve, 2000));
					const books = processor.books();
					return orderIds.filter((each) => books[each]?.authorized === 700);
				},
				({ length }) => length === orders,
				{ seconds: 180 },
			);
			const { state, changes } = await breaker.read();
			const [third, second, first] = changes.map(({ to }) => to);
			expectEqual(
				[state, first, second, third],
				["closed", "open", "half-open", "closed"],
				"the breaker and its last changes",
			);
			for (const orderId of orderIds) {
				await people.becomes(here, orderId, "ready");
				const { requests, authorized } = processor.books()[orderId] ?? {};
				expectEqual(
					[requests, authorized],
					[1, 700],
					"requests and money of an order",
				);
			}
		},
	);
}

interface Breaker {
	state: string;
	changes: readonly { to: string }[];
}

function breakerOf({ endpoint, outputs }: Platform, region: string) {
	const client = DynamoDBDocumentClient.from(
		new DynamoDBClient(settingsOf(endpoint, region)),
	);
	return {
		async read(): Promise<Breaker> {
			const { Item } = await client.send(
				new GetCommand({
					TableName: outputs.tables.payment,
					Key: { pk: "breaker#processor", sk: region },
				}),
			);
			return Item?.breaker ?? { state: "closed", changes: [] };
		},
	};
}
