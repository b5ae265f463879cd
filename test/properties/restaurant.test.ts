import fc from "fast-check";
import { contract, produced, published, route, z } from "../../contracts";
import { delivery } from "../../functions/delivery/contract";
import { handler as deliveryListener } from "../../functions/delivery/listener";
import { handler as deliveryRest } from "../../functions/delivery/rest";
import { handler as deliveryTrigger } from "../../functions/delivery/trigger";
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

/** Stands in for the customers' service: one order, always of the same dish. */
const tillContract = contract({
	name: "till",
	kind: "bff",
	owner: "tests",
	rows: { order: published(order.shape, { sensitive: ["note"] }) },
	produces: {
		"order-submitted": produced({
			from: "order",
			on: ["created"],
			body: { order },
			sensitive: ["order.note"],
		}),
	},
	api: {
		"PUT /orders/{orderId}": route({ summary: "Order", scopes: ["order"] }),
	},
});

const till: kit.Service = {
	contract: tillContract,
	trigger: (ports) =>
		trigger(
			tillContract,
			{ "order-submitted": ({ row }) => ({ order: row }) },
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
		contract: delivery,
		trigger: deliveryTrigger,
		listener: deliveryListener,
		rest: deliveryRest,
	}),
];

const path = fc.constantFrom({ orderId: "order-1" }, { orderId: "order-2" });
const dish = { path: { itemId: "margherita" }, user: "napoli" };
const driver = fc.constantFrom("driver-1", "driver-2");

/** What customers, the restaurant and its drivers do. */
const commands: fc.Arbitrary<kit.Command> = fc.oneof(
	path.map((path) => ({
		...{ service: "till", route: "PUT /orders/{orderId}" },
		path,
	})),
	path.map((path) => ({
		...{ service: "restaurant", route: "PUT /orders/{orderId}/acceptance" },
		...{ path, user: "napoli" },
	})),
	fc.record({ path, user: driver }).map((by) => ({
		...{ service: "delivery", route: "PUT /orders/{orderId}/pick-up" },
		...by,
	})),
	fc.record({ path, user: driver }).map((by) => ({
		...{ service: "delivery", route: "PUT /orders/{orderId}/completion" },
		...by,
	})),
	fc.constantFrom<kit.Command>(
		{
			...{ service: "restaurant", route: "PUT /menu-items/{itemId}", ...dish },
			body: { name: "Margherita", description: "", price },
		},
		{
			...{ service: "restaurant", route: "DELETE /menu-items/{itemId}" },
			...dish,
		},
	),
);

/** Drivers see each accepted order once, and the restaurant each submitted one. */
function ordersAreSeen(world: kit.World): void {
	const told = (type: string) =>
		new Set(
			world.bus.taken
				.filter(({ event }) => event.type === type)
				.map(({ event }) => event.partitionKey),
		);
	for (const { name, region, replica } of world.cells) {
		if (name === "till") continue;
		const submitted = name === "restaurant";
		const expected = told(submitted ? "order-submitted" : "order-accepted");
		const seen = replica.rows().filter((row) => row.discriminator === "order");
		kit.mustHold(
			world.aged || seen.length === expected.size,
			() => `${name} in ${region} sees ${seen.length} of ${expected.size}`,
		);
	}
}

test("orders are seen, accepted and delivered, whatever happens between", async () => {
	await kit.everyHistory({ services, commands, also: ordersAreSeen });
});
