import { mustHold, type World } from "../../testkit";
import { itemIds, keys } from "./fixture";

type Fields = Record<string, Record<string, unknown>>;

/** What each source said last of an item is what a reader of the shelf sees of it, whatever rows that is kept in. */
export function sourcesAreSeen(world: World): void {
	if (hasFaults("shelf", world)) return;
	for (const { replica, name, region } of world.cells) {
		if (name !== "shelf") continue;
		for (const [itemId, events] of eventsByItem(world)) {
			const rows = replica.rows().filter(({ pk }) => pk === itemId);
			const seen = Object.assign({}, ...rows.filter(({ deleted }) => !deleted));
			const last = (...types: string[]) =>
				events
					.filter(({ type }) => types.includes(type))
					.sort((a, b) => a.timestamp - b.timestamp || (a.id < b.id ? -1 : 1))
					.at(-1);
			const { item } = (last("item-named", "item-removed") ?? {}) as Fields;
			const { stock } = (last("stock-counted") ?? {}) as Fields;
			mustHold(
				seen.name === item?.name && seen.quantity === stock?.quantity,
				() =>
					`a reader in ${region} sees name ${seen.name} and quantity ${seen.quantity} of ${itemId}; last said: ${item?.name} and ${stock?.quantity}`,
			);
		}
	}
}

/** Where an item's name and its stock are known, wherever they were heard, it is offered. */
export function offersAreMade(world: World): void {
	if (hasFaults("matcher", world)) return;
	for (const [itemId, events] of eventsByItem(world)) {
		const types = new Set(events.map(({ type }) => type));
		const both = types.has("item-named") && types.has("stock-counted");
		mustHold(
			types.has("offer-made") === both,
			() =>
				`${itemId} is ${both ? "known by name and stock, and " : ""}not offered`,
		);
	}
}

/** A command with an Idempotency-Key makes one item, in whatever regions and however often it is sent. */
export function repeatsAreOne({ bus }: World): void {
	const made = new Set(
		bus.taken
			.filter(({ event }) => event.type === "item-named")
			.map(({ event }) => event.partitionKey)
			.filter((id) => !itemIds.includes(id)),
	);
	mustHold(
		made.size <= keys.length,
		() => `${keys.length} keys have made ${made.size} items`,
	);
}

function hasFaults(service: string, { bus }: World): boolean {
	return bus.taken.some(
		({ source, event }) => source === service && event.type === "fault",
	);
}

function eventsByItem({ bus }: World) {
	const byItem = new Map<string, World["bus"]["taken"][number]["event"][]>();
	for (const { event } of bus.taken)
		byItem.set(event.partitionKey, [
			...(byItem.get(event.partitionKey) ?? []),
			event,
		]);
	return byItem;
}
