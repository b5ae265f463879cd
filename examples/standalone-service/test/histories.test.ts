import { contract, produced, published, route, z } from "bulkhead/contracts";
import { rest as restOf } from "bulkhead/runtime/rest";
import { trigger as triggerOf } from "bulkhead/runtime/trigger";
import * as kit from "bulkhead/testkit";
import fc from "fast-check";
import { loyalty } from "../functions/loyalty/contract";
import { handler as listener } from "../functions/loyalty/listener";
import { handler as rest } from "../functions/loyalty/rest";
import { handler as trigger } from "../functions/loyalty/trigger";

// The functions are tested as they are deployed: their files ask the runtime for its ports.
jest.mock("bulkhead/runtime/core/ports", () => ({
	...jest.requireActual("bulkhead/runtime/core/ports"),
	realPorts: () => kit.currentPorts(),
}));
jest.mock("bulkhead/runtime/core/telemetry", () =>
	jest.requireActual("bulkhead/testkit/telemetry"),
);
jest.setTimeout(60_000);

const body = z.object({
	orderId: z.string(),
	total: z.object({ amount: z.int().min(0) }),
});

/** Stands in for the running system: orders are ready at once. */
const kitchen = contract({
	name: "kitchen",
	kind: "bff",
	owner: "tests",
	rows: { order: published(body.shape) },
	produces: {
		"order-ready": produced({
			from: "order",
			on: ["created"],
			body: { order: body },
		}),
	},
	api: {
		"PUT /orders/{orderId}": route({ summary: "Cook", scopes: ["cook"] }),
	},
});

const system: kit.Service = {
	contract: kitchen,
	trigger: (ports) =>
		triggerOf(kitchen, { "order-ready": ({ row }) => ({ order: row }) }, ports),
	rest: (ports) =>
		restOf(
			kitchen,
			(entities) => ({
				"PUT /orders/{orderId}": async ({ path: { orderId } }) => {
					await entities.create("order", {
						...{ pk: orderId, sk: "order", orderId },
						total: { amount: 1299 },
					});
				},
			}),
			ports,
		),
};

const path = { orderId: "order-1" };
const commands = fc.constantFrom<kit.Command>(
	{ service: "kitchen", route: "PUT /orders/{orderId}", path },
	{
		service: "loyalty",
		route: "PUT /orders/{orderId}/points",
		path,
		user: "ann",
	},
);

test("points are told of whatever happens between, and are those of the order", async () => {
	let told = 0;
	await kit.everyHistory({
		services: [
			system,
			kit.deployed({ contract: loyalty, rest, listener, trigger }),
		],
		commands,
		runs: 50,
		also({ bus }) {
			for (const { event } of bus.taken) {
				if (event.type !== "points-earned") continue;
				told++;
				expect(event).toMatchObject({ earned: { ...path, points: 12 } });
			}
		},
	});
	expect(told).toBeGreaterThan(0);
});
