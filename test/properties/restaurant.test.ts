import fc from "fast-check";
import { contract, produced, published, route, z } from "../../contracts";
import { delivery } from "../../functions/delivery/contract";
import { handler as deliveryListener } from "../../functions/delivery/listener";
import { handler as deliveryRest } from "../../functions/delivery/rest";
import { handler as deliveryTrigger } from "../../functions/delivery/trigger";
import { fulfillment } from "../../functions/fulfillment/contract";
import { handler as fulfillmentListener } from "../../functions/fulfillment/listener";
import { handler as fulfillmentTrigger } from "../../functions/fulfillment/trigger";
import { restaurant } from "../../functions/restaurant/contract";
import { handler as restaurantListener } from "../../functions/restaurant/listener";
import { handler as restaurantRest } from "../../functions/restaurant/rest";
import { handler as restaurantTrigger } from "../../functions/restaurant/trigger";
import { rest } from "../../runtime/rest";
import { trigger } from "../../runtime/trigger";
import * as kit from "../../testkit";

// The functions are tested as they are deployed: their files ask the runtime for its ports.
jest.mock("../../runtime/core/ports", () => ({
	...jest.requireActual("../../runtime/core/ports"),
	realPorts: () => kit.currentPorts(),
}));
jest.mock("../../runtime/core/telemetry", () =>
	jest.requireActual("../../testkit/telemetry"),
);
jest.setTimeout(3_600_000);

const price = { amount: 950, currency: "EUR" } as const;
const order = z.object({
	orderId: z.string(),
	restaurantId: z.string(),
	lines: z.array(
		z.object({
			itemId: z.string(),
			name: z.string(),
			quantity: z.int().min(1),
		}),
	),
	total: z.object({ amount: z.int().min(0), currency: z.enum(["EUR"]) }),
	note: z.string().optional(),
	submittedAt: z.iso.datetime(),
});

const orderId = { orderId: z.string() };

/** Stands in for the customers' service and for their payments: one order, always of the same dish. */
const tillContract = contract({
	name: "till",
	kind: "bff",
	owner: "tests",
	rows: {
		order: published(order.shape, { sensitive: ["note"] }),
		payment: published({}),
		cancellation: published({}),
	},
	produces: {
		"order-submitted": produced({
			from: "order",
			on: ["created"],
			body: { order },
			sensitive: ["order.note"],
		}),
		"payment-authorized": produced({
			from: "payment",
			on: ["created"],
			body: { payment: z.object(orderId) },
		}),
		"order-cancelled": produced({
			from: "cancellation",
			on: ["created"],
			body: { order: z.object(orderId) },
		}),
	},
	api: {
		"PUT /orders/{orderId}": route({ summary: "Order", scopes: ["order"] }),
		"PUT /orders/{orderId}/payment": route({
			summary: "Pay",
			scopes: ["order"],
		}),
		"PUT /orders/{orderId}/cancellation": route({
			summary: "Cancel",
			scopes: ["order"],
		}),
	},
});

const till: kit.Service = {
	contract: tillContract,
	trigger: (ports) =>
		trigger(
			tillContract,
			{
				"order-submitted": ({ row }) => ({ order: row }),
				"payment-authorized": ({ row: { pk } }) => ({
					payment: { orderId: pk },
				}),
				"order-cancelled": ({ row: { pk } }) => ({ order: { orderId: pk } }),
			},
			ports,
		),
	rest: (ports) =>
		rest(
			tillContract,
			(entities) => ({
				"PUT /orders/{orderId}": async ({ path: { orderId } }) => {
					const dish = { itemId: "margherita", name: "Margherita" };
					const row = {
						...{ pk: orderId, sk: "order", orderId, total: price },
						restaurantId: "napoli",
						lines: [{ ...dish, quantity: 1 }],
						note: "No nuts, please",
						submittedAt: "2030-01-01T12:00:00.000Z",
					};
					await entities.update("order", row, (current) =>
						current ? undefined : row,
					);
				},
				"PUT /orders/{orderId}/payment": async ({ path: { orderId } }) => {
					const key = { pk: orderId, sk: "payment" };
					await entities.update("payment", key, (current) =>
						current ? undefined : {},
					);
				},
				"PUT /orders/{orderId}/cancellation": async ({ path: { orderId } }) => {
					const key = { pk: orderId, sk: "cancellation" };
					await entities.update("cancellation", key, (current) =>
						current ? undefined : {},
					);
				},
			}),
			ports,
		),
};

const services = [
	till,
	kit.deployed({
		contract: restaurant,
		trigger: restaurantTrigger,
		listener: restaurantListener,
		rest: restaurantRest,
	}),
	kit.deployed({
		contract: fulfillment,
		trigger: fulfillmentTrigger,
		listener: fulfillmentListener,
	}),
	kit.deployed({
		contract: delivery,
		trigger: deliveryTrigger,
		listener: deliveryListener,
		rest: deliveryRest,
	}),
];

const path = fc.constantFrom(
	{ orderId: "order-1" },
	{ orderId: "order-1" },
	{ orderId: "order-2" },
);
const dish = { path: { itemId: "margherita" }, user: "napoli" };
const driver = fc.constantFrom("driver-1", "driver-2");
const ask = (
	service: string,
	route: string,
	user: fc.Arbitrary<string> = fc.constant("user"),
) =>
	fc
		.record({ path, user })
		.map((by): kit.Command => ({ service, route, ...by }));

/** What customers, the restaurant and its drivers do. */
const commands: fc.Arbitrary<kit.Command> = fc.oneof(
	{ weight: 3, arbitrary: ask("till", "PUT /orders/{orderId}") },
	{ weight: 3, arbitrary: ask("till", "PUT /orders/{orderId}/payment") },
	{
		weight: 4,
		arbitrary: ask(
			"restaurant",
			"PUT /orders/{orderId}/acceptance",
			fc.constant("napoli"),
		),
	},
	{
		weight: 1,
		arbitrary: ask("delivery", "PUT /orders/{orderId}/pick-up", driver),
	},
	{
		weight: 1,
		arbitrary: ask("delivery", "PUT /orders/{orderId}/completion", driver),
	},
	{
		weight: 1,
		arbitrary: fc.constantFrom<kit.Command>(
			{
				...{ service: "till", route: "PUT /orders/{orderId}/cancellation" },
				path: { orderId: "order-2" },
			},
			{
				...{ service: "restaurant", route: "PUT /menu-items/{itemId}" },
				...dish,
				body: { name: "Margherita", description: "", price },
			},
			{
				...{ service: "restaurant", route: "DELETE /menu-items/{itemId}" },
				...dish,
			},
		),
	},
);

/** Drivers see each order that is ready once, and the restaurant each submitted one. */
function ordersAreSeen(world: kit.World): void {
	const told = (type: string) =>
		new Set(
			world.bus.taken
				.filter(({ event }) => event.type === type)
				.map(({ event }) => event.partitionKey),
		);
	for (const { name, region, replica } of world.cells) {
		if (name === "till" || name === "fulfillment") continue;
		const submitted = name === "restaurant";
		const expected = told(submitted ? "order-submitted" : "order-ready");
		const rows = replica.rows().filter((row) => row.discriminator === "order");
		kit.mustHold(
			world.aged || rows.length === expected.size,
			() => `${name} in ${region} sees ${rows.length} of ${expected.size}`,
		);
	}
}

test("orders are seen, accepted, paid and delivered, or expire, whatever happens between", async () => {
	await kit.everyHistory({
		services,
		commands,
		also: ordersAreSeen,
		// An order has a long way to go.
		maxSteps: 150,
		runs: Math.ceil(Number(process.env.FC_RUNS ?? 100) / 2),
	});
});

test("an order that is accepted in one region and paid in another one is ready, once", async () => {
	const world = new kit.World({ services });
	const [here, there] = ["us-east-1", "us-west-2"] as const;
	const path = { orderId: "order-1" };
	const at = (service: string, way: string, user: string) => ({
		...{ service, route: `PUT /orders/{orderId}${way}`, path, user },
	});
	await world.command(here, at("till", "", "user"));
	// Not until the deadline has come: the restaurant is in time.
	for (let i = 0; i < 5; i++) await world.flow();
	await world.command(here, at("restaurant", "/acceptance", "napoli"));
	await world.command(there, at("till", "/payment", "user"));
	await world.quiesce();
	const ids = world.bus.taken
		.filter(({ event }) => event.type === "order-ready")
		.map(({ event }) => event.id);
	expect(new Set(ids).size).toBe(1);
	ordersAreSeen(world);
});
