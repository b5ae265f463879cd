import { fulfillment } from "../../../../functions/fulfillment/contract";
import { handler as listener } from "../../../../functions/fulfillment/listener";
import { handler as trigger } from "../../../../functions/fulfillment/trigger";
import { noon } from "../../../../testkit/records";
import * as service from "../service-world";

jest.mock("../../../../runtime/core/ports", () => ({
	...jest.requireActual("../../../../runtime/core/ports"),
	realPorts: () => service.ports(),
}));
jest.mock("../../../../runtime/core/telemetry", () =>
	jest.requireActual("../../../../testkit/telemetry"),
);

const order = {
	orderId: "1",
	restaurantId: "napoli",
	total: { amount: 1900, currency: "EUR" },
};
const news = {
	"order-submitted": { order },
	"order-accepted": { order: { orderId: "1" } },
	"order-cancelled": { order: { orderId: "1" } },
	"payment-authorized": { payment: { orderId: "1" } },
	"payment-declined": { payment: { orderId: "1" } },
};
type News = keyof typeof news;

/** Hears news in this order, and what is told of them. */
function world() {
	const { hear, receive, tell, clock, scheduled } = service.serviceWorld(
		fulfillment,
		{ listener, trigger },
	);
	let seconds = 0;
	let submittedAt = 0;
	/** What the stream says of the news, and then of what was decided. */
	const told = async () => {
		const first = await tell();
		const all = [...first, ...(await tell())];
		return all.map(({ triggers, ...event }) => event);
	};
	return {
		clock,
		told,
		async hear(...types: News[]) {
			for (const type of types) {
				const at = noon + 1000 * seconds++;
				if (type === "order-submitted") submittedAt = at;
				await hear(type, news[type], at);
			}
			return told();
		},
		/** The deadline's schedule sends its message. */
		async due() {
			expect(scheduled).toHaveLength(1);
			const [{ at, input } = { at: 0, input: "" }] = scheduled;
			expect(at).toBe(submittedAt + 15 * 60 * 1000);
			clock.set(at);
			await receive(JSON.parse(input));
			return told();
		},
	};
}

const ready = { type: "order-ready", order };
const expired = { type: "order-expired", order: { orderId: "1" } };
const voided = { type: "payment-void-requested", payment: { orderId: "1" } };

test.each<[News, News, News]>([
	["order-submitted", "payment-authorized", "order-accepted"],
	["order-submitted", "order-accepted", "payment-authorized"],
	["order-accepted", "payment-authorized", "order-submitted"],
	["order-accepted", "order-submitted", "payment-authorized"],
	["payment-authorized", "order-submitted", "order-accepted"],
	["payment-authorized", "order-accepted", "order-submitted"],
])("%s, %s and %s make an order ready, once", async (first, second, third) => {
	const { hear } = world();
	expect(await hear(first, second)).toEqual([]);
	expect(await hear(third)).toEqual([ready]);
	expect(await hear(first, third)).toEqual([]);
});

test("all in one batch are one decision", async () => {
	const { hear } = world();
	const all: News[] = ["order-accepted", "payment-authorized"];
	expect(await hear("order-submitted", ...all)).toEqual([ready]);
});

test.each<News>(["payment-declined", "order-cancelled"])(
	"%s: the money goes back, and whoever comes later is too late",
	async (type) => {
		const { hear } = world();
		await hear("order-submitted", "order-accepted");
		expect(await hear(type)).toEqual([voided]);
		expect(await hear("payment-authorized")).toEqual([]);
	},
);

test("whoever cancels what is ready is too late", async () => {
	const { hear } = world();
	await hear("order-submitted", "order-accepted", "payment-authorized");
	expect(await hear("order-cancelled")).toEqual([]);
});

test("an order that nobody accepts in time expires, and is not accepted any more", async () => {
	const { hear, due } = world();
	await hear("order-submitted", "payment-authorized");
	const said = await due();
	expect(said).toHaveLength(2);
	expect(said).toEqual(expect.arrayContaining([expired, voided]));
	expect(await hear("order-accepted")).toEqual([]);
});

test("one that was accepted in time waits on for its payment", async () => {
	const { hear, due } = world();
	await hear("order-submitted", "order-accepted");
	expect(await due()).toEqual([]);
	expect(await hear("payment-authorized")).toEqual([ready]);
});
