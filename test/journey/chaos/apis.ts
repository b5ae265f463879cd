import type { Order } from "./order";
import { each } from "./pace";
import type { Command, People } from "./people";
import { customers, drivers, restaurants } from "./plan";
import { deliveryStatus, differences, has } from "./views";

type Asked = Pick<Command, "service" | "subject" | "path">;

/** What each order's people are told that is wrong, in each region; nothing fails any more, so they ask once. */
export async function wrongAnswers(
	people: People,
	orders: readonly Order[],
): Promise<string[]> {
	const wrong: string[] = [];
	const ask = async (region: string, asked: Asked) => {
		const command = { ...asked, method: "GET" };
		const { status, body } = await people.ask(region, command);
		if (status === 200) return body;
		wrong.push(`${asked.path} in ${region} is answered ${status}`);
		return {};
	};
	await each(orders, 8, async (order) => {
		const { orderId, stage, driver, plan } = order;
		const { customer, basket } = plan;
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
			const accepted = has(order, "accepted") ? "accepted" : "submitted";
			wrong.push(
				...differences(order, {
					"what the customer is told": [made.status, stage],
					"the customer's note": [made.note, basket.note],
					"what the restaurant is told": [seen.status, accepted],
					"the restaurant's note": [seen.note, basket.note],
					"what the driver is told": [
						delivery?.status,
						driver ? deliveryStatus(order) : undefined,
					],
				}),
			);
		}
	});
	return wrong;
}

/** What is wrong with the lists that people see: each order once, and no other. */
export async function wrongLists(
	people: People,
	orders: readonly Order[],
): Promise<string[]> {
	const wrong: string[] = [];
	const check = async (asked: Asked, expected: readonly Order[]) => {
		for (const region of people.regions) {
			const ids = await listed(people, region, asked);
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
			orders.filter(({ plan }) => plan.customer === subject),
		);
	for (const subject of restaurants)
		await check(
			{ service: "restaurant", subject, path: "/orders" },
			orders.filter(({ plan }) => plan.basket.restaurantId === subject),
		);
	for (const subject of drivers)
		await check(
			{ service: "delivery", subject, path: "/orders" },
			orders.filter(({ stage }) => stage === "accepted"),
		);
	return wrong;
}

async function listed(
	people: People,
	region: string,
	asked: Asked,
): Promise<string[]> {
	const ids: string[] = [];
	let cursor: unknown;
	do {
		const query = cursor ? `?cursor=${encodeURIComponent(String(cursor))}` : "";
		const path = `${asked.path}${query}`;
		const { status, body } = await people.ask(region, {
			...{ ...asked, path, method: "GET" },
		});
		if (!Array.isArray(body.items))
			throw new Error(`${path} in ${region} is answered ${status}`);
		ids.push(...body.items.map(({ orderId }) => String(orderId)));
		cursor = body.cursor;
	} while (cursor);
	return ids;
}
