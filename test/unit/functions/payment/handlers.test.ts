import { createHmac } from "node:crypto";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { payment } from "../../../../functions/payment/contract";
import { handler as job } from "../../../../functions/payment/job";
import { handler as listener } from "../../../../functions/payment/listener";
import { handler as trigger } from "../../../../functions/payment/trigger";
import { handler as webhook } from "../../../../functions/payment/webhook";
import { lambdaContext, message, noon } from "../../../../testkit/records";
import * as service from "../service-world";

jest.mock("../../../../runtime/core/ports", () => ({
	...jest.requireActual("../../../../runtime/core/ports"),
	realPorts: () => service.ports(),
}));
jest.mock("../../../../runtime/core/telemetry", () =>
	jest.requireActual("../../../../testkit/telemetry"),
);

const eur = (amount: number) => ({ amount, currency: "EUR" as const });
const secret = "a secret of this test";

/** The service with a processor that takes everything. */
function world() {
	const all = service.serviceWorld(payment, { listener, trigger });
	const called: { path: string; key: string; body: unknown }[] = [];
	const ports = service.ports();
	Object.assign(ports, {
		secrets: { get: async () => secret },
		fetch: async (url: string | URL, init: RequestInit = {}) => {
			const headers = new Headers(init.headers);
			called.push({
				path: new URL(url).pathname,
				key: headers.get("idempotency-key") ?? "",
				body: JSON.parse(String(init.body)),
			});
			return new Response("{}", { status: 202 });
		},
	});
	Object.assign(ports.environment, {
		systems: { processor: { url: "https://processor.test", secret: "key" } },
		webhookSecrets: { processor: "webhook" },
	});
	return {
		...all,
		called,
		/** The processor says something, signed; what is answered. */
		async says(id: string, body: object) {
			const text = JSON.stringify(body);
			const seconds = String(Math.floor(all.clock.now() / 1000));
			const signature = createHmac("sha256", secret)
				.update(`${id}.${seconds}.${text}`)
				.digest("base64");
			const { statusCode } = await webhook({
				routeKey: "POST /webhooks/processor",
				headers: {
					"webhook-id": id,
					"webhook-timestamp": seconds,
					"webhook-signature": `v1,${signature}`,
				},
				requestContext: { requestId: "request-1" },
				body: text,
				isBase64Encoded: false,
			} as unknown as APIGatewayProxyEventV2);
			return statusCode;
		},
		settle: async (at: string) => {
			const body = { job: "settle", scheduledTime: at, delay: 0 };
			const lambda = lambdaContext({ remaining: 300_000 });
			const answer = await job({ Records: [message(body)] }, lambda);
			expect(answer.batchItemFailures).toEqual([]);
		},
	};
}

const submitted = { order: { orderId: "1", total: eur(1900) } };

test("an order is authorized once, however often it is heard of", async () => {
	const { hear, called } = world();
	await hear("order-submitted", submitted);
	await hear("order-submitted", submitted);
	expect(called).toEqual([
		{
			path: "/authorizations",
			key: expect.stringMatching(/^[0-9a-f]{32}$/),
			body: { orderId: "1", amount: eur(1900) },
		},
	]);
});

test("what is to be voided is another call", async () => {
	const { hear, called } = world();
	await hear("order-submitted", submitted);
	await hear("payment-void-requested", { payment: { orderId: "1" } });
	expect(called[1]).toMatchObject({ path: "/voids", body: { orderId: "1" } });
	expect(called[1]?.key).not.toBe(called[0]?.key);
});

test.each([
	["authorized", { orderId: "1", amount: eur(1900) }],
	["declined", { orderId: "1" }],
	["voided", { orderId: "1", amount: eur(1900) }],
])(
	"the processor's %s is told once, however often it says so",
	async (event, said) => {
		const { says, tell } = world();
		const body = { event, orderId: "1", amount: eur(1900) };
		expect(await says("msg-1", body)).toBe(204);
		expect(await says("msg-1", body)).toBe(204);
		expect(await tell()).toEqual([{ type: `payment-${event}`, payment: said }]);
	},
);

test("a day's orders are settled by restaurant, once", async () => {
	const { hear, settle, tell } = world();
	const orders = [
		["1", "napoli", 1900],
		["2", "roma", 500],
		["3", "napoli", 100],
	] as const;
	for (const [i, [orderId, restaurantId, amount]] of orders.entries())
		await hear(
			"order-ready",
			{ order: { orderId, restaurantId, total: eur(amount) } },
			noon + i,
		);
	const nextDay = {
		order: { orderId: "4", restaurantId: "napoli", total: eur(7) },
	};
	await hear("order-ready", nextDay, noon + 24 * 60 * 60 * 1000);
	expect(await tell()).toEqual([]);

	await settle("2030-01-02T02:00:00Z");
	await settle("2030-01-02T02:00:00Z");
	const day = "2030-01-01";
	expect(await tell()).toEqual([
		{
			type: "settlement-issued",
			settlement: { restaurantId: "napoli", day, total: eur(2000), orders: 2 },
		},
		{
			type: "settlement-issued",
			settlement: { restaurantId: "roma", day, total: eur(500), orders: 1 },
		},
	]);
});
