import { restaurant } from "../../../../functions/restaurant/contract";
import { handler as listener } from "../../../../functions/restaurant/listener";
import { handler as rest } from "../../../../functions/restaurant/rest";
import { handler as trigger } from "../../../../functions/restaurant/trigger";
import * as service from "../service-world";

jest.mock("../../../../runtime/core/ports", () => ({
	...jest.requireActual("../../../../runtime/core/ports"),
	realPorts: () => service.ports(),
}));
jest.mock("../../../../runtime/core/telemetry", () =>
	jest.requireActual("../../../../testkit/telemetry"),
);

const world = () =>
	service.serviceWorld(restaurant, { rest, listener, trigger });
const eur = (amount: number) => ({ amount, currency: "EUR" });
const margherita = { name: "Margherita", description: "", price: eur(950) };
const path = { itemId: "margherita" };
const order = (orderId: string, submittedAt = "2030-01-01T12:00:00.000Z") => ({
	orderId,
	restaurantId: "napoli",
	lines: [{ itemId: "margherita", name: "Margherita", quantity: 2 }],
	total: eur(1900),
	submittedAt,
});

describe("the menu", () => {
	const menuItem = { ...margherita, ...path, restaurantId: "napoli" };

	test("is written, read, taken off; each change is told", async () => {
		const { request, tell, clock } = world();
		const put = "PUT /menu-items/{itemId}";
		const body = margherita;
		expect(await request("napoli", put, { path, body })).toEqual({
			status: 200,
			body: menuItem,
		});
		expect(await tell()).toEqual([{ type: "menu-item-created", menuItem }]);

		const dearer = { ...margherita, price: eur(1050) };
		await request("napoli", put, { path, body: dearer });
		expect(await tell()).toEqual([
			{
				type: "menu-item-updated",
				menuItem: { ...menuItem, price: eur(1050) },
			},
		]);
		const read = await request("napoli", "GET /menu-items/{itemId}", { path });
		expect(read.body.price).toEqual(eur(1050));
		const menu = await request("napoli", "GET /menu-items");
		expect(menu.body.items).toEqual([read.body]);

		clock.tick(1);
		const remove = "DELETE /menu-items/{itemId}";
		const gone = await request("napoli", remove, { path });
		expect(gone.status).toBe(204);
		expect(await tell()).toEqual([
			{
				type: "menu-item-deleted",
				menuItem: { itemId: "margherita", restaurantId: "napoli" },
			},
		]);
		expect((await request("napoli", remove, { path })).status).toBe(204);
		expect(await tell()).toEqual([]);

		await request("napoli", put, { path, body });
		expect(await tell()).toEqual([{ type: "menu-item-created", menuItem }]);
	});

	test("is out of another restaurant's reach", async () => {
		const { request } = world();
		const body = margherita;
		await request("napoli", "PUT /menu-items/{itemId}", { path, body });
		await request("roma", "DELETE /menu-items/{itemId}", { path });
		const read = "GET /menu-items/{itemId}";
		expect((await request("roma", read, { path })).status).toBe(404);
		expect((await request("napoli", read, { path })).status).toBe(200);
		const { body: menu } = await request("roma", "GET /menu-items");
		expect(menu.items).toEqual([]);
	});
});

describe("orders", () => {
	test("are kept as they were submitted, and listed the latest first", async () => {
		const { hear, rows, request } = world();
		await hear("order-submitted", { order: order("1") });
		expect(rows()).toEqual([
			{
				pk: "1",
				sk: "order",
				discriminator: "order",
				data: "napoli#2030-01-01T12:00:00.000Z",
				restaurantId: "napoli",
				lines: order("1").lines,
				total: eur(1900),
				submittedAt: "2030-01-01T12:00:00.000Z",
			},
		]);
		const later = order("2", "2030-01-01T12:01:00.000Z");
		await hear("order-submitted", { order: later }, 2);
		const { body } = await request("napoli", "GET /orders");
		const { restaurantId, ...told } = order("1");
		expect(body.items).toMatchObject([
			{ orderId: "2" },
			{ ...told, status: "submitted" },
		]);
	});

	test("are accepted once", async () => {
		const { hear, request, tell, writes } = world();
		await hear("order-submitted", { order: order("1") });
		const accept = () =>
			request("napoli", "PUT /orders/{orderId}/acceptance", {
				path: { orderId: "1" },
			});
		expect((await accept()).body.status).toBe("accepted");
		expect(await tell()).toEqual([
			{
				type: "order-accepted",
				order: { orderId: "1", restaurantId: "napoli" },
			},
		]);
		const before = writes();
		expect((await accept()).body.status).toBe("accepted");
		expect(writes()).toBe(before);
		const { body } = await request("napoli", "GET /orders/{orderId}", {
			path: { orderId: "1" },
		});
		expect(body.status).toBe("accepted");
	});

	test("of another restaurant are not found", async () => {
		const { hear, request, tell } = world();
		await hear("order-submitted", { order: order("1") });
		const path = { orderId: "1" };
		for (const route of [
			"GET /orders/{orderId}",
			"PUT /orders/{orderId}/acceptance",
		] as const)
			expect((await request("roma", route, { path })).status).toBe(404);
		expect(await tell()).toEqual([]);
	});
});
