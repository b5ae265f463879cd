import type { DynamoDBRecord } from "aws-lambda";
import {
	contract,
	materialized,
	produced,
	published,
	z,
} from "../../contracts";
import { streamFilters } from "../../contracts/stream-filters";
import { absent } from "../../runtime/core/conditions";
import { hashId } from "../../runtime/core/hash";
import type { Ports } from "../../runtime/core/ports";
import { listener } from "../../runtime/listener";
import { trigger } from "../../runtime/trigger";
import type { Service } from "../../testkit";
import { ofShop } from "./fixture";

const { "item-named": itemNamed, "stock-counted": stockCounted } = ofShop;

/** Collects an item's name and its stock, a row each, and offers it once both are known. */
const matcherContract = contract({
	name: "matcher",
	kind: "control",
	owner: "matchers",
	rows: {
		named: materialized({ name: z.string() }),
		counted: materialized({ quantity: z.int() }),
		offer: published({ itemId: z.string() }),
	},
	produces: {
		"offer-made": produced({
			from: "offer",
			on: ["created"],
			body: { offer: z.object({ itemId: z.string() }) },
		}),
	},
	consumes: { "item-named": itemNamed, "stock-counted": stockCounted },
	rules: {
		"keep-named": { on: ["item-named"], materializes: "named" },
		"keep-counted": { on: ["stock-counted"], materializes: "counted" },
	},
});

const halves = ["named", "counted"];

/** The service; `evaluated`: whether rows that replicated in are evaluated as well as those of the region itself. */
export const matcher = (evaluated: "all" | "own"): Service => ({
	contract: matcherContract,
	filters: (where) => [
		...streamFilters(matcherContract, where),
		JSON.stringify({
			dynamodb: {
				NewImage: {
					discriminator: { S: halves },
					...(evaluated === "own" && { awsregion: { S: [where.region] } }),
				},
			},
		}),
	],
	trigger: (ports) => {
		const publish = trigger(
			matcherContract,
			{ "offer-made": ({ row: { itemId } }) => ({ offer: { itemId } }) },
			ports,
		);
		return async (event, lambda) => {
			for (const record of event.Records) await evaluate(record, ports());
			return publish(event, lambda);
		};
	},
	listener: (ports) =>
		listener(
			matcherContract,
			{
				"keep-named": ({ item: { itemId, name } }) => ({
					...{ pk: itemId, sk: "named" },
					name,
				}),
				"keep-counted": ({ stock: { itemId, quantity } }) => ({
					...{ pk: itemId, sk: "counted" },
					quantity,
				}),
			},
			{ ports },
		),
});

/** Puts the emission's row where both halves are there: once per region by condition, once everywhere by id. */
async function evaluate({ dynamodb }: DynamoDBRecord, ports: Ports) {
	const pk = dynamodb?.NewImage?.pk?.S;
	if (!pk || !halves.includes(dynamodb.NewImage?.discriminator?.S ?? ""))
		return;
	const known = (await ports.store.queryAll(pk)).map(
		(row) => row.discriminator,
	);
	if (!halves.every((half) => known.includes(half))) return;
	const offer = {
		...{ pk, sk: "offer", discriminator: "offer", itemId: pk },
		timestamp: ports.now(),
		changeId: hashId("matcher", "offer", pk),
		awsregion: ports.environment.region,
	};
	await ports.store.put(offer, absent);
}
