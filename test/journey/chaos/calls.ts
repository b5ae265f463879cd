import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import {
	DynamoDBDocumentClient,
	GetCommand,
	QueryCommand,
} from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { payment } from "../../../functions/payment/contract";
import type { Platform } from "../../../local/platform";
import type { Clients } from "../../../local/resources/clients";
import type { Row } from "../../../runtime/core/rows";
import type { Fate } from "./fate";
import type { Tables } from "./tables";

/** The rows that say what the processor is to be asked. */
const intents = Object.values(payment.rules).flatMap((rule) =>
	"intends" in rule ? [rule.intends] : [],
);

const breakerSchema = z.object({
	state: z.string(),
	changes: z.array(z.object({ to: z.string() })),
});

/** Calls of the processor that are still to be made: all regions see the same. */
export async function openCalls(
	clients: Clients,
	{ outputs }: Platform,
): Promise<number> {
	const [region = ""] = Object.keys(outputs.buses);
	const client = documents(clients, region);
	const counts = intents.map(async (name) => {
		const { Count = 0 } = await client.send(
			new QueryCommand({
				TableName: outputs.tables.payment,
				IndexName: "gsi2",
				KeyConditionExpression:
					"discriminator = :name AND begins_with(#data, :open)",
				ExpressionAttributeNames: { "#data": "data" },
				ExpressionAttributeValues: { ":name": name, ":open": "open#" },
				Select: "COUNT",
			}),
		);
		return Count;
	});
	return (await Promise.all(counts)).reduce((sum, n) => sum + n, 0);
}

/** The regions whose breaker lets no calls through. */
export async function openBreakers(
	clients: Clients,
	{ outputs }: Platform,
): Promise<string[]> {
	const open: string[] = [];
	for (const region of Object.keys(outputs.buses)) {
		const { Item } = await documents(clients, region).send(
			new GetCommand({
				TableName: outputs.tables.payment,
				Key: { pk: "breaker#processor", sk: region },
				ConsistentRead: true,
			}),
		);
		if (Item && stateOf(Item.breaker) !== "closed") open.push(region);
	}
	return open;
}

/** What is wrong with the calls of an order: one to authorize it, one to void it where it came to nothing; both are done. */
export function wrongCalls(
	tables: Tables,
	region: string,
	{ orderId, ready }: Fate,
): string[] {
	const wanted = ready ? ["authorization"] : ["authorization", "void"];
	return intents.flatMap((name) => {
		const row = tables.row("payment", region, orderId, name);
		const is = row ? statusOf(row) : "not wanted";
		const should = wanted.includes(name) ? "done" : "not wanted";
		return is === should ? [] : [`${orderId}: its ${name} is ${is}`];
	});
}

/** How often the breakers have opened, as far as they remember. */
export function openings(tables: Tables): number {
	const [region = ""] = tables.regions;
	return tables
		.of("payment", region, "BREAKER")
		.flatMap(({ breaker }) => breakerSchema.parse(breaker).changes)
		.filter(({ to }) => to === "open").length;
}

export function wrongBreakers(tables: Tables, region: string): string[] {
	return tables
		.of("payment", region, "BREAKER")
		.filter(({ breaker }) => stateOf(breaker) !== "closed")
		.map(({ sk, breaker }) => `the breaker of ${sk} is ${stateOf(breaker)}`);
}

function statusOf({ call }: Row): unknown {
	return call && typeof call === "object" && "status" in call && call.status;
}

const stateOf = (breaker: unknown) => breakerSchema.parse(breaker).state;

const documents = (clients: Clients, region: string) =>
	DynamoDBDocumentClient.from(clients.get(DynamoDBClient, region));
