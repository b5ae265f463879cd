import {
	EventBridgeClient,
	PutEventsCommand,
} from "@aws-sdk/client-eventbridge";
import {
	GetObjectCommand,
	ListObjectsV2Command,
	S3Client,
} from "@aws-sdk/client-s3";
import { limits } from "../../contracts/limits";
import type { Platform } from "../../local/platform";
import { settingsOf } from "../../local/resources/clients";
import { Client } from "./client";
import type { Regions } from "./journey";
import type { Listening } from "./listening";
import { eventually, expectEqual, type Steps } from "./steps";

/** What the platform is started with: the lowest limit, so that an order can be over it. */
export const lowLimit = { putEventsBytes: limits.leastPutEventsBytes };

/** Characters of 3 bytes each: fifty lines of them are over the limit in bytes, and under it in characters. */
const sushi = { itemId: "寿".repeat(85), name: "寿".repeat(120) };

/** An order that is too large for the bus: its content goes around it, and arrives. */
export async function largeOrder(
	platform: Platform,
	{ here, there }: Regions,
	listening: Listening,
	steps: Steps,
): Promise<void> {
	const client = (service: string, subject: string, scopes: string[]) =>
		Client.of(platform, service, subject, scopes);
	const restaurant = await client("restaurant", "restaurant-2", [
		"menu:write",
		"orders:accept",
	]);
	const customer = await client("customer", "customer-3", ["orders:submit"]);
	const aws = awsOf(platform);

	await steps.step(
		`an order over the limit of the bus arrives whole in ${here}, by way of a bucket in ${there}`,
		async () => {
			const item = {
				name: sushi.name,
				description: "",
				price: { amount: 100, currency: "EUR" },
			};
			const path = `/menu-items/${encodeURIComponent(sushi.itemId)}`;
			await restaurant.call(there, "PUT", path, { body: item });
			const order = await eventually(
				() => customer.call(there, "POST", "/orders", { body: basket }),
				({ status }) => status === 201,
			);
			const orderId = String(order.body.orderId);
			const seen = await eventually(
				() => restaurant.call(here, "GET", `/orders/${orderId}`),
				({ status }) => status === 200,
			);
			const line = { ...sushi, quantity: 1 };
			expectEqual(seen.body.lines, Array(50).fill(line), "what it sees");
		},
	);
	await steps.step(
		`its content is fetched from ${there} where its stub comes up in ${here}, too`,
		async () => {
			const bucket = String(platform.outputs.claims[there]);
			const [key = "", ...others] = await aws.keys(there, bucket);
			expectEqual(others, [], "the other content in the bucket");
			const { order, ...envelope } = await aws.content(there, bucket, key);
			expectEqual(order.lines.length, 50, "the lines in the content");
			const s3 = { bucket, key, region: there };
			await aws.publish(here, { ...envelope, s3 });
			await eventually(
				async () => listening.resultsOf("restaurant", envelope.id),
				(results) => results.includes("stale"),
			);
		},
	);
}

const basket = {
	restaurantId: "restaurant-2",
	lines: Array.from({ length: 50 }, () => ({
		itemId: sushi.itemId,
		quantity: 1,
	})),
};

function awsOf({ endpoint, outputs }: Platform) {
	const settings = (region: string) => settingsOf(endpoint, region);
	return {
		async keys(region: string, Bucket: string): Promise<string[]> {
			const s3 = new S3Client(settings(region));
			const { Contents = [] } = await s3.send(
				new ListObjectsV2Command({ Bucket, Prefix: "claims/" }),
			);
			return Contents.map(({ Key = "" }) => Key);
		},
		async content(region: string, Bucket: string, Key: string) {
			const s3 = new S3Client(settings(region));
			const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
			return JSON.parse((await Body?.transformToString()) ?? "");
		},
		async publish(region: string, detail: { type?: string }) {
			const client = new EventBridgeClient(settings(region));
			await client.send(
				new PutEventsCommand({
					Entries: [
						{
							EventBusName: outputs.buses[region],
							Source: "customer",
							DetailType: String(detail.type),
							Detail: JSON.stringify(detail),
						},
					],
				}),
			);
			client.destroy();
		},
	};
}
