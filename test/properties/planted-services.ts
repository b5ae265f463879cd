import { contract, materialized, z } from "../../contracts";
import type { Envelope } from "../../runtime/core/envelope";
import { hashId } from "../../runtime/core/hash";
import type { Ports } from "../../runtime/core/ports";
import { listener } from "../../runtime/listener";
import { trigger } from "../../runtime/trigger";
import type { Service } from "../../testkit";
import { ofShop, shelf } from "./fixture";

/** Views are written whatever stands there. */
function withoutLock(ports: Ports): Ports {
	const { store } = ports;
	const always = {
		expression: "attribute_exists(pk) OR attribute_not_exists(pk)",
	};
	const put: Ports["store"]["put"] = (row, condition) =>
		store.put(row, row.eventId ? always : condition);
	return { ...ports, store: Object.assign(Object.create(store), { put }) };
}

export const shelfWithoutLock: Service = { ...shelf, around: withoutLock };

const oneRowContract = contract({
	name: "shelf",
	kind: "bff",
	owner: "shelves",
	rows: {
		item: materialized({
			name: z.string().optional(),
			quantity: z.int().optional(),
		}),
	},
	consumes: ofShop,
	rules: {
		keep: {
			on: ["item-named", "item-removed", "stock-counted"],
			materializes: "item",
		},
	},
});

/** Names and stock in one row, under the one lock that it has. */
export const shelfOfOneRow: Service = {
	contract: oneRowContract,
	trigger: (ports) => trigger(oneRowContract, {}, ports),
	listener: (ports) =>
		listener(
			oneRowContract,
			{
				keep: (event) => {
					const key = { pk: event.partitionKey, sk: "item" };
					if (event.type === "item-removed") return { ...key, deleted: true };
					return event.type === "item-named"
						? { ...key, name: event.item.name }
						: { ...key, quantity: event.stock.quantity };
				},
			},
			{ ports },
		),
};

/** What has run out is reordered by the listener itself; the row that should come first is left out. */
export const shelfWithoutOutbox: Service = {
	...shelf,
	listener: (ports) => {
		const keep = shelf.listener?.(() => ({
			...ports(),
			environment: { ...ports().environment, disabledRules: ["reorder"] },
		}));
		return async (event, lambda) => {
			for (const { body } of event.Records) await reorder(body, ports());
			return keep?.(event, lambda) ?? { batchItemFailures: [] };
		};
	},
};

async function reorder(body: string, { putEvents, environment }: Ports) {
	const event: Envelope & { stock?: { quantity: number } } = JSON.parse(body);
	if (event.stock?.quantity !== 0) return;
	const { service: Source, bus } = environment;
	const emitted = {
		id: hashId(event.id, "reorder"),
		type: "reorder-requested",
		timestamp: event.timestamp,
		partitionKey: event.id,
		tags: { causationId: event.id },
		reorder: { itemId: event.partitionKey },
	};
	const Detail = JSON.stringify(emitted);
	const entry = { Source, EventBusName: bus, DetailType: emitted.type, Detail };
	await putEvents([entry]);
}
