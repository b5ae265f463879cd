import { customer } from "../../../../functions/customer/contract";
import { handler as listener } from "../../../../functions/customer/listener";
import { handler as rest } from "../../../../functions/customer/rest";
import { handler as trigger } from "../../../../functions/customer/trigger";
import * as service from "../service-world";

jest.mock("../../../../runtime/core/ports", () => ({
	...jest.requireActual("../../../../runtime/core/ports"),
	realPorts: () => service.ports(),
}));
jest.mock("../../../../runtime/core/telemetry", () =>
	jest.requireActual("../../../../testkit/telemetry"),
);

const world = () => service.serviceWorld(customer, { rest, listener, trigger });
const eur = (amount: number) => ({ amount, currency: "EUR" });
const menuItem = {
	itemId: "pizza",
	restaurantId: "napoli",
	name: "Pizza",
	description: "",
	price: eur(950),
};
const restaurantId = "napoli";
const menuRoute = "GET /restaurants/{restaurantId}/menu";
const basket = { restaurantId, lines: [{ itemId: "pizza", quantity: 2 }] };

/** A world with a menu and, of ann, one order. */
async function ordered() {
	const service = world();
	await service.hear("menu-item-created", { menuItem }, 1);
	const { body: order } = await service.request("ann", "POST /orders", {
		body: basket,
	});
	const path = { orderId: order.orderId };
	const status = async (user = "ann") =>
		(await service.request(user, "GET /orders/{orderId}", { path })).body
			.status;
	return { ...service, order, path, status };
}

describe("a menu", () => {
	test("follows the restaurant's news, whatever their order", async () => {
		const { hear, request } = world();
		const menu = async () => {
			const { body } = await request("ann", menuRoute, {
				path: { restaurantId },
			});
			return body.items;
		};
		await hear(
			"menu-item-updated",
			{ menuItem: { ...menuItem, name: "New" } },
			2,
		);
		await hear("menu-item-created", { menuItem }, 1);
		expect(await menu()).toEqual([{ ...menuItem, name: "New" }]);
		const { itemId } = menuItem;
		await hear("menu-item-deleted", { menuItem: { itemId, restaurantId } }, 4);
		await hear("menu-item-updated", { menuItem }, 3);
		expect(await menu()).toEqual([]);
		await hear("menu-item-created", { menuItem }, 5);
		expect(await menu()).toEqual([menuItem]);
	});
});

describe("an order", () => {
	test("is told with the prices of the menu, without its customer", async () => {
		const { order, tell } = await ordered();
		const { status, ...told } = order;
		expect(status).toBe("submitted");
		expect(told).toMatchObject({ restaurantId, total: eur(1900) });
		expect(await tell()).toEqual([{ type: "order-submitted", order: told }]);
	});

	test("with what is not on the menu is refused", async () => {
		const { request, tell } = world();
		const { status, body: problem } = await request("ann", "POST /orders", {
			body: basket,
		});
		expect([status, problem.errors]).toEqual([
			422,
			[{ path: "lines.0.itemId", message: "pizza is not on the menu" }],
		]);
		expect(await tell()).toEqual([]);
	});

	test("with the same Idempotency-Key is the same order", async () => {
		const { request, hear, tell } = world();
		await hear("menu-item-created", { menuItem }, 1);
		const headers = { "idempotency-key": "k" };
		const first = await request("ann", "POST /orders", {
			body: basket,
			headers,
		});
		const again = await request("ann", "POST /orders", {
			body: basket,
			headers,
		});
		expect(again).toEqual(first);
		expect(await tell()).toHaveLength(1);
	});

	test("moves with the news of restaurant and driver, in any order", async () => {
		const { hear, path, status } = await ordered();
		await hear("delivery-picked-up", { delivery: path });
		expect(await status()).toBe("picked-up");
		await hear("order-accepted", { order: path });
		expect(await status()).toBe("picked-up");
		await hear("delivery-completed", { delivery: path }, 9e12);
		expect(await status()).toBe("delivered");
	});

	test("is accepted when its restaurant says so", async () => {
		const { hear, path, status } = await ordered();
		await hear("order-accepted", { order: path });
		expect(await status()).toBe("accepted");
	});

	test("is listed for its customer alone, the latest first", async () => {
		const now = jest.spyOn(Date, "now").mockReturnValue(Date.UTC(2030, 0, 1));
		const { request, order, path } = await ordered();
		now.mockReturnValue(Date.UTC(2030, 0, 2));
		const later = await request("ann", "POST /orders", { body: basket });
		now.mockRestore();
		const { status, ...listed } = order;
		const { body } = await request("ann", "GET /orders");
		expect(body.items).toMatchObject([{ orderId: later.body.orderId }, listed]);
		expect(body.items[1]).toEqual(listed);
		const { body: none } = await request("bob", "GET /orders");
		expect(none.items).toEqual([]);
		const answer = await request("bob", "GET /orders/{orderId}", { path });
		expect(answer.status).toBe(404);
	});

	test("of whom only others have told is not found", async () => {
		const { hear, request } = world();
		const path = { orderId: "1" };
		await hear("order-accepted", { order: path });
		const answer = await request("ann", "GET /orders/{orderId}", { path });
		expect(answer.status).toBe(404);
	});
});
