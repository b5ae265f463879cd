import { delivery } from "../../../../functions/delivery/contract";
import { handler as listener } from "../../../../functions/delivery/listener";
import { handler as rest } from "../../../../functions/delivery/rest";
import { handler as trigger } from "../../../../functions/delivery/trigger";
import { noon } from "../../../../testkit/records";
import * as service from "../service-world";

jest.mock("../../../../runtime/core/ports", () => ({
	...jest.requireActual("../../../../runtime/core/ports"),
	realPorts: () => service.ports(),
}));
jest.mock("../../../../runtime/core/telemetry", () =>
	jest.requireActual("../../../../testkit/telemetry"),
);

const path = { orderId: "1" };
const pickUp = "PUT /orders/{orderId}/pick-up";
const complete = "PUT /orders/{orderId}/completion";

/** A world in which orders are ready, the first one last. */
async function ready() {
	const world = service.serviceWorld(delivery, { rest, listener, trigger });
	for (const [orderId, at] of [
		["1", noon + 1000],
		["2", noon],
	] as const)
		await world.hear(
			"order-ready",
			{ order: { orderId, restaurantId: "napoli" } },
			at,
		);
	return world;
}

test("orders that are ready are listed, the oldest first, until somebody picks them up", async () => {
	const { request } = await ready();
	const open = async () => (await request("dan", "GET /orders")).body.items;
	const first = {
		orderId: "1",
		restaurantId: "napoli",
		readyAt: "2030-01-01T12:00:01.000Z",
	};
	const second = {
		...first,
		orderId: "2",
		readyAt: "2030-01-01T12:00:00.000Z",
	};
	expect(await open()).toEqual([second, first]);
	await request("eve", pickUp, { path: { orderId: "2" } });
	expect(await open()).toEqual([first]);
});

test("pick-up and completion are told once each", async () => {
	const { request, tell, writes } = await ready();
	expect(await request("dan", pickUp, { path })).toEqual({
		status: 200,
		body: { orderId: "1", status: "picked-up" },
	});
	expect(await tell()).toEqual([
		{ type: "delivery-picked-up", delivery: { orderId: "1" } },
	]);
	const picked = writes();
	await request("dan", pickUp, { path });
	expect(writes()).toBe(picked);

	expect((await request("dan", complete, { path })).body.status).toBe(
		"completed",
	);
	expect(await tell()).toEqual([
		{ type: "delivery-completed", delivery: { orderId: "1" } },
	]);
	const delivered = writes();
	await request("dan", complete, { path });
	expect((await request("dan", pickUp, { path })).body.status).toBe(
		"completed",
	);
	expect(writes()).toBe(delivered);
	const read = await request("dan", "GET /deliveries/{orderId}", { path });
	expect(read.body).toEqual({ orderId: "1", status: "completed" });
});

test("another driver's delivery is a conflict to pick up, and not found otherwise", async () => {
	const { request } = await ready();
	await request("dan", pickUp, { path });
	const status = async (route: Parameters<typeof request>[1]) =>
		(await request("eve", route, { path })).status;
	expect(await status(pickUp)).toBe(409);
	expect(await status(complete)).toBe(404);
	expect(await status("GET /deliveries/{orderId}")).toBe(404);
});

test("an order that no restaurant has accepted is not found", async () => {
	const { request, tell } = await ready();
	const path = { orderId: "3" };
	expect((await request("dan", pickUp, { path })).status).toBe(404);
	expect((await request("dan", complete, { path })).status).toBe(404);
	expect(await tell()).toEqual([]);
});
