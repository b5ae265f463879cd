import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import {
	EventBridgeClient,
	PutEventsCommand,
} from "@aws-sdk/client-eventbridge";
import { DynamoDBDocumentClient, ScanCommand } from "@aws-sdk/lib-dynamodb";
import type { Platform } from "../../local/platform";
import { settingsOf } from "../../local/resources/clients";
import { Client } from "./client";
import type { Listening } from "./listening";
import { eventually, expectEqual, type Steps } from "./steps";
import { tapBus } from "./tap";

/** Two regions: what is done in the one is seen in the other. In one region both are the same. */
export interface Regions {
	here: string;
	there: string;
}

const pizza = {
	name: "Margherita",
	description: "Tomato, mozzarella, basil",
	price: { amount: 950, currency: "EUR" },
};
const water = {
	name: "Water",
	description: "",
	price: { amount: 250, currency: "EUR" },
};

/** Who cannot read the poison. */
export const poisoned = [
	"fulfillment decide-fate",
	"payment authorize",
	"restaurant keep-orders",
];

/** Sensitive: nobody but the customer and the restaurant reads it. */
const note = "no peanuts, it is an allergy";

/** The journey of an order, as its people's frontends make it, and what must not disturb it. */
export async function journey(
	platform: Platform,
	{ here, there }: Regions,
	listening: Listening,
	steps: Steps,
): Promise<void> {
	const client = (service: string, subject: string, scopes: string[]) =>
		Client.of(platform, service, subject, scopes);
	const restaurant = await client("restaurant", "restaurant-1", [
		"menu:write",
		"orders:accept",
	]);
	const customer = await client("customer", "customer-1", ["orders:submit"]);
	const driver = await client("delivery", "driver-1", ["deliveries:make"]);
	const aws = awsOf(platform);
	const submitted = await aws.tap(there, "order-submitted");
	let orderId = "";
	let encryptedNote = "";

	const menu = (region: string) =>
		customer.call(region, "GET", "/restaurants/restaurant-1/menu");
	const statusOf = async (region: string, id = orderId) =>
		(await customer.call(region, "GET", `/orders/${id}`)).body.status;

	await steps.step(`a menu is written in ${here}`, async () => {
		for (const [id, item] of Object.entries({ pizza, water })) {
			const { status } = await restaurant.call(
				here,
				"PUT",
				`/menu-items/${id}`,
				{ body: item },
			);
			expectEqual(status, 200, `the status for ${id}`);
		}
	});
	await steps.step(`a customer reads it in ${there}`, async () => {
		const { body } = await eventually(
			() => menu(there),
			({ body }) => Array.isArray(body.items) && body.items.length === 2,
		);
		expectEqual(
			(body.items as { name: string }[]).map(({ name }) => name),
			["Margherita", "Water"],
			"the menu",
		);
	});
	await steps.step(
		`an order of two lines is submitted in ${there}`,
		async () => {
			const lines = [
				{ itemId: "pizza", quantity: 2 },
				{ itemId: "water", quantity: 1 },
			];
			const { status, body } = await customer.call(there, "POST", "/orders", {
				body: { restaurantId: "restaurant-1", lines, note },
			});
			expectEqual(status, 201, "the status");
			expectEqual(body.total, { amount: 2150, currency: "EUR" }, "the total");
			orderId = String(body.orderId);
		},
	);
	await steps.step(
		`the restaurant sees and accepts it in ${here}`,
		async () => {
			await eventually(
				() => restaurant.call(here, "GET", `/orders/${orderId}`),
				({ status }) => status === 200,
			);
			const list = await restaurant.call(here, "GET", "/orders");
			expectEqual(
				(list.body.items as unknown[]).length,
				1,
				"the list's length",
			);
			const path = `/orders/${orderId}/acceptance`;
			const { body } = await restaurant.call(here, "PUT", path);
			expectEqual(body.status, "accepted", "the order's status");
		},
	);
	await steps.step(
		"the kitchen reads the customer's note, the bus does not",
		async () => {
			const order = await restaurant.call(here, "GET", `/orders/${orderId}`);
			expectEqual(order.body.note, note, "the note");
			const event = JSON.parse(await submitted.next());
			encryptedNote = String(event.order.note);
			expectEqual(event.order.orderId, orderId, "the event's order");
			expectEqual(
				[encryptedNote.startsWith("encrypted:"), encryptedNote.includes(note)],
				[true, false],
				"whether the event's note is encrypted, or plain",
			);
		},
	);
	await steps.step(
		`a driver finds it in ${there} and picks it up`,
		async () => {
			await eventually(
				() => driver.call(there, "GET", "/orders"),
				({ body }) => JSON.stringify(body).includes(orderId),
			);
			const path = `/orders/${orderId}/pick-up`;
			const { body } = await driver.call(there, "PUT", path);
			expectEqual(body.status, "picked-up", "the delivery's status");
			await eventually(
				() => statusOf(here),
				(status) => status === "picked-up",
			);
		},
	);
	await steps.step("another driver cannot take it", async () => {
		const other = await client("delivery", "driver-2", ["deliveries:make"]);
		const path = `/orders/${orderId}/pick-up`;
		const { status, type } = await other.call(here, "PUT", path);
		expectEqual(status, 409, "the status");
		expectEqual(type, "application/problem+json", "the content type");
	});
	await steps.step("it is delivered, and all three see it", async () => {
		await driver.call(there, "PUT", `/orders/${orderId}/completion`);
		for (const region of new Set([here, there]))
			await eventually(
				() => statusOf(region),
				(status) => status === "delivered",
			);
		const made = await restaurant.call(there, "GET", `/orders/${orderId}`);
		expectEqual(made.body.status, "ready", "what the restaurant sees");
		const brought = await driver.call(here, "GET", `/deliveries/${orderId}`);
		expectEqual(brought.body.status, "completed", "what the driver sees");
	});
	await steps.step("a repeated and a stale event change nothing", async () => {
		await restaurant.call(here, "PUT", "/menu-items/pizza", {
			body: { ...pizza, name: "Margherita grande" },
		});
		const renamed = ({ body }: { body: object }) =>
			JSON.stringify(body).includes("Margherita grande");
		await eventually(() => menu(here), renamed);
		const row = await aws.row(here, "customer", "menu-item#pizza");
		const repeated = event("menu-item-updated", {
			id: String(row.eventId),
			timestamp: Number(row.timestamp),
			menuItem: { ...pizza, itemId: "pizza", restaurantId: "restaurant-1" },
		});
		const stale = {
			...repeated,
			id: "0-stale",
			timestamp: repeated.timestamp - 1,
		};
		await aws.publish(here, "restaurant", [repeated, stale]);
		const dropped = async () => [
			listening.resultsOf("customer", repeated.id).includes("stale"),
			listening.resultsOf("customer", stale.id).includes("stale"),
		];
		await eventually(dropped, (both) => both.every(Boolean));
		expectEqual(renamed(await menu(here)), true, "that the new name stays");
	});
	await steps.step(
		"one Idempotency-Key in both regions is one order",
		async () => {
			const request = {
				idempotencyKey: "basket-1",
				body: {
					restaurantId: "restaurant-1",
					lines: [{ itemId: "water", quantity: 3 }],
					note,
				},
			};
			const [a, b] = await Promise.all(
				[here, there].map((region) =>
					submitUntilAnswered(customer, region, request),
				),
			);
			expectEqual(a?.body.orderId, b?.body.orderId, "the second order's id");
			await eventually(
				() => restaurant.call(here, "GET", `/orders/${a?.body.orderId}`),
				({ status }) => status === 200,
			);
			const { body } = await customer.call(there, "GET", "/orders");
			expectEqual((body.items as unknown[]).length, 2, "the number of orders");
			const again = await customer.call(here, "POST", "/orders", {
				...request,
				body: { ...request.body, lines: [{ itemId: "water", quantity: 4 }] },
			});
			expectEqual(again.status, 422, "the status for another body");
		},
	);
	await steps.step(
		"an item that is off the menu cannot be ordered",
		async () => {
			await restaurant.call(here, "DELETE", "/menu-items/water");
			await eventually(
				() => menu(there),
				({ body }) => !JSON.stringify(body).includes("Water"),
			);
			const { status, body } = await customer.call(there, "POST", "/orders", {
				body: {
					restaurantId: "restaurant-1",
					lines: [{ itemId: "water", quantity: 1 }],
				},
			});
			expectEqual(status, 422, "the status");
			expectEqual(
				body.errors,
				[{ path: "lines.0.itemId", message: "water is not on the menu" }],
				"the reason",
			);
		},
	);
	await steps.step(
		"no token 401, wrong scope 403, another's order 404",
		async () => {
			const path = `/orders/${orderId}`;
			const nobody = new Client(platform, "customer", undefined);
			const wrong = await client("customer", "customer-1", ["menu:read"]);
			const other = await client("customer", "customer-2", ["orders:submit"]);
			const statuses = [];
			for (const each of [nobody, wrong, other])
				statuses.push((await each.call(here, "GET", path)).status);
			expectEqual(statuses, [401, 403, 404], "the statuses");
		},
	);
	await steps.step(
		"a poison event is one fault for each rule that hears it, and the rest flows",
		async () => {
			const timestamp = Date.now();
			const poison = event("order-submitted", {
				id: "poison",
				timestamp,
				order: { orderId: "poison", restaurantId: 42, note: encryptedNote },
			});
			const good = event("order-submitted", {
				id: "after-the-poison",
				timestamp,
				order: {
					orderId: "good",
					restaurantId: "restaurant-1",
					lines: [],
					total: { amount: 0, currency: "EUR" },
					submittedAt: new Date(timestamp).toISOString(),
				},
			});
			await aws.publish(here, "customer", [poison, good]);
			await eventually(
				() => restaurant.call(here, "GET", "/orders/good"),
				({ status }) => status === 200,
			);
			const faults = await eventually(
				() => aws.faults(here),
				({ length }) => length >= poisoned.length,
			);
			expectEqual(
				faults.map(({ source, rule }) => `${source} ${rule}`).sort(),
				poisoned,
				"the faults' services and rules",
			);
		},
	);
	await steps.step("no table and no fault shows the note", async () => {
		for (const region of new Set([here, there])) {
			const rows = await aws.everything(region);
			const plain = rows.filter((row) => JSON.stringify(row).includes(note));
			expectEqual(plain, [], `what shows it in ${region}`);
		}
		const faults = await aws.faults(here);
		const fault = faults.find(({ rule }) => rule === "keep-orders");
		const kept = String(fault?.record).includes(encryptedNote);
		expectEqual(kept, true, "that the fault keeps it encrypted");
	});
	await steps.step("no other fault came up on the way", async () => {
		for (const region of new Set([here, there])) {
			const expected = region === here ? poisoned.length : 0;
			const { length } = await aws.faults(region);
			expectEqual(length, expected, `the number of faults in ${region}`);
		}
	});
}

function event<Body extends object>(
	type: string,
	fields: { id: string; timestamp: number } & Body,
) {
	return { type, partitionKey: "restaurant-1", tags: {}, ...fields };
}

/** While the first request with the key runs, the second is asked to come again. */
function submitUntilAnswered(
	customer: Client,
	region: string,
	request: { idempotencyKey: string; body: object },
) {
	return eventually(
		() => customer.call(region, "POST", "/orders", request),
		({ status }) => status !== 409,
	);
}

/** What the steps ask of AWS itself, past the APIs. */
function awsOf({ endpoint, outputs }: Platform) {
	const settings = (region: string) => settingsOf(endpoint, region);
	const scan = async (region: string, table: string | undefined) => {
		const client = DynamoDBDocumentClient.from(
			new DynamoDBClient(settings(region)),
		);
		const { Items = [] } = await client.send(
			new ScanCommand({ TableName: table }),
		);
		client.destroy();
		return Items;
	};
	return {
		async faults(region: string) {
			const rows = await scan(region, outputs.faults[region]);
			// Beside each fault are the notes of its attempts.
			return rows.filter(({ discriminator }) => discriminator === "fault");
		},
		/** All rows of all tables. */
		async everything(region: string) {
			const tables = [...Object.values(outputs.tables), outputs.faults[region]];
			const rows = await Promise.all(tables.map((each) => scan(region, each)));
			return rows.flat();
		},
		tap: (region: string, type: string) =>
			tapBus(settings(region), outputs.buses[region], [type]),
		async row(region: string, service: string, sk: string) {
			const rows = await scan(region, outputs.tables[service]);
			return rows.find((row) => row.sk === sk) ?? {};
		},
		async publish(
			region: string,
			source: string,
			events: readonly { type: string }[],
		) {
			const client = new EventBridgeClient(settings(region));
			await client.send(
				new PutEventsCommand({
					Entries: events.map((detail) => ({
						EventBusName: outputs.buses[region],
						Source: source,
						DetailType: detail.type,
						Detail: JSON.stringify(detail),
					})),
				}),
			);
			client.destroy();
		},
	};
}
