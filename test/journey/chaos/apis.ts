import { customerStatus, type Fate, restaurantStatus } from "./fate";
import { each } from "./pace";
import type { Command, People } from "./people";
import { customers, drivers, restaurants } from "./plan";
import { differences } from "./views";

type Asked = Pick<Command, "service" | "subject" | "path">;

/** What each order's people are told that is wrong, in each region; nothing fails any more, so they ask once. */
export async function wrongAnswers(
	people: People,
	fates: readonly Fate[],
): Promise<string[]> {
	const wrong: string[] = [];
	const ask = async (region: string, asked: Asked) => {
		const command = { ...asked, method: "GET" };
		const { status, body } = await people.ask(region, command);
		if (status === 200) return body;
		wrong.push(`${asked.path} in ${region} is answered ${status}`);
		return {};
	};
	await each(fates, 8, async (fate) => {
		const { orderId, driver, order } = fate;
		const { customer, basket } = order.plan;
		for (const region of people.regions) {
			const made = await ask(region, {
				...{ service: "customer", subject: customer },
				path: `/orders/${orderId}`,
			});
			const seen = await ask(region, {
				...{ service: "restaurant", subject: basket.restaurantId },
				path: `/orders/${orderId}`,
			});
			const delivery = driver
				? await ask(region, {
						...{ service: "delivery", subject: driver },
						path: `/deliveries/${orderId}`,
					})
				: undefined;
			wrong.push(
				...differences(fate, {
					"what the customer is told": [made.status, customerStatus(fate)],
					"the customer's note": [made.note, basket.note],
					"what the restaurant is told": [seen.status, restaurantStatus(fate)],
					"the restaurant's note": [seen.note, basket.note],
					"what the driver is told": [delivery?.status, fate.delivery],
				}),
			);
		}
	});
	return wrong;
}

/** What is wrong with the lists that people see: each order once, and no other. */
export async function wrongLists(
	people: People,
	fates: readonly Fate[],
): Promise<string[]> {
	const wrong: string[] = [];
	const check = async (asked: Asked, expected: readonly Fate[]) => {
		for (const region of people.regions) {
			const items = await listed(people, region, asked);
			const ids = items.map(({ orderId }) => String(orderId));
			const should = expected.map(({ orderId }) => orderId);
			const same = ids.sort().join() === should.sort().join();
			if (!same)
				wrong.push(
					`${asked.subject} sees ${ids.length} orders in ${region} (${new Set(ids).size} different ones), not ${should.length}`,
				);
		}
	};
	for (const subject of customers)
		await check(
			{ service: "customer", subject, path: "/orders" },
			fates.filter(({ order }) => order.plan.customer === subject),
		);
	for (const subject of restaurants)
		await check(
			{ service: "restaurant", subject, path: "/orders" },
			fates.filter(({ order }) => order.plan.basket.restaurantId === subject),
		);
	for (const subject of drivers)
		await check(
			{ service: "delivery", subject, path: "/orders" },
			fates.filter(({ ready, delivery }) => ready && !delivery),
		);
	return wrong;
}

/** All pages of a list. */
export async function listed(
	people: People,
	region: string,
	asked: Asked,
): Promise<Record<string, unknown>[]> {
	const all: Record<string, unknown>[] = [];
	let cursor: unknown;
	do {
		const query = cursor ? `?cursor=${encodeURIComponent(String(cursor))}` : "";
		const path = `${asked.path}${query}`;
		const { status, body } = await people.ask(region, {
			...{ ...asked, path, method: "GET" },
		});
		if (!Array.isArray(body.items))
			throw new Error(`${path} in ${region} is answered ${status}`);
		all.push(...body.items);
		cursor = body.cursor;
	} while (cursor);
	return all;
}
