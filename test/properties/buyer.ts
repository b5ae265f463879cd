import { collected, contract, emission, produced, z } from "../../contracts";
import { streamFilters } from "../../contracts/stream-filters";
import { listener } from "../../runtime/listener";
import { trigger } from "../../runtime/trigger";
import type { Service } from "../../testkit";
import { ofShop } from "./fixture";

const itemId = { itemId: z.string() };

/** Waits for an item's name and stock, in any order; takes it on once both are known, and gives up on it when that takes too long. */
const buyerContract = contract({
	name: "buyer",
	kind: "control",
	owner: "buyers",
	rows: { waiting: collected({ expireAfter: 24 * 60 * 60 }), fate: emission() },
	produces: {
		"item-listed": produced({ from: "fate", on: ["created"], body: itemId }),
		"label-requested": produced({
			from: "fate",
			on: ["created"],
			body: { label: z.string() },
		}),
		"item-dropped": produced({ from: "fate", on: ["created"], body: itemId }),
	},
	consumes: ofShop,
	rules: {
		"take-on": {
			on: ["item-named", "item-removed", "stock-counted"],
			collects: "waiting",
			emits: ["item-listed", "label-requested", "item-dropped"],
			deadline: { after: "item-named", seconds: 3 },
		},
	},
});

export const buyer: Service = {
	contract: buyerContract,
	listener: (ports) =>
		listener(
			buyerContract,
			{
				"take-on": (event) =>
					event.type === "stock-counted"
						? event.stock.itemId
						: event.item.itemId,
			},
			{ ports },
		),
	trigger: (ports) =>
		trigger(
			buyerContract,
			{
				"take-on": ({ key, events, due }) => {
					const named = events.findLast((event) => event.type === "item-named");
					const has = (type: string) => events.some((one) => one.type === type);
					if (has("item-removed")) return { "item-dropped": { itemId: key } };
					if (named && has("stock-counted"))
						return {
							"item-listed": { itemId: key },
							"label-requested": { label: named.item.name },
						};
					return due ? { "item-dropped": { itemId: key } } : undefined;
				},
			},
			ports,
		),
};

/** Evaluates only what its own region has collected. */
export const buyerOfOneRegion: Service = {
	...buyer,
	filters: (where) =>
		streamFilters(buyerContract, where).map((filter) => {
			const pattern = JSON.parse(filter);
			const image = pattern.dynamodb.NewImage;
			if (image?.discriminator?.S?.[0] === "waiting")
				image.awsregion = { S: [where.region] };
			return JSON.stringify(pattern);
		}),
};

/** Has deadlines scheduled by the tables' own region alone. */
export const buyerOfOneScheduler: Service = {
	...buyer,
	around: (ports) => {
		const { region, tableRegion } = ports.environment;
		if (region === tableRegion) return ports;
		return { ...ports, schedules: { create: async () => {} } };
	},
};

/** Decides again with each event, whatever it has decided before. */
export const buyerOfManyMinds: Service = {
	...buyer,
	around: (ports) => {
		const { store } = ports;
		const isDecision = ({ sk }: { sk: string }) => sk === "EMISSION";
		const always = {
			expression: "attribute_exists(pk) OR attribute_not_exists(pk)",
		};
		const put: typeof store.put = (row, condition) =>
			store.put(row, isDecision(row) ? always : condition);
		const queryAll = async (pk: string) =>
			(await store.queryAll(pk)).filter((row) => !isDecision(row));
		const blind = Object.assign(Object.create(store), { put, queryAll });
		return { ...ports, store: blind };
	},
};
