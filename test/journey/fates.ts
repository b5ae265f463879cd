import type { Platform } from "../../local/platform";
import type { Processor } from "../../local/processor/processor";
import type { Regions } from "./journey";
import { Outages } from "./outage";
import { People } from "./people";
import { eventually, expectEqual, type Steps } from "./steps";

/** What becomes of orders: made and paid, or not, and then the money goes back. */
export async function fates(
	platform: Platform,
	processor: Processor,
	{ here, there }: Regions,
	steps: Steps,
): Promise<void> {
	const people = await People.of(platform, "fates");
	const outages = new Outages(platform);
	const book = (orderId: string) => {
		const { authorized = 0, voided = 0 } = processor.books()[orderId] ?? {};
		return [authorized, voided];
	};
	/** What the processor has authorized for it and given back. */
	const hasBook = (orderId: string, authorized: number, voided: number) =>
		eventually(
			async () => book(orderId),
			([a, v]) => a === authorized && v === voided,
		);
	const cancelled = async (region: string, orderId: string) => {
		const { status, body } = await people.cancel(region, orderId);
		expectEqual([status, body.status], [200, "cancelled"], "the cancellation");
		for (const each of new Set([here, there])) {
			await people.becomes(each, orderId, "cancelled");
			await people.isSeenAs(each, orderId, "cancelled");
		}
		const { status: late } = await people.accept(here, orderId);
		expectEqual(late, 409, "the status of an acceptance after that");
	};
	const isTooLate = async (orderId: string) => {
		const { status } = await people.cancel(here, orderId);
		expectEqual(status, 409, "the status of the cancellation");
	};

	for (const region of new Set([here, there])) {
		await people.offer(region, "soup", 500);
		await people.offer(region, "oysters", 2013);
	}

	await steps.step(
		"an order that is paid in one region and accepted in the other is ready in both",
		async () => {
			const orderId = await people.order(there, "soup");
			await people.accept(here, orderId);
			for (const region of new Set([here, there])) {
				await people.becomes(region, orderId, "ready");
				await people.isSeenAs(region, orderId, "ready");
			}
			await people.pickUp(here, orderId);
			await people.deliver(here, orderId);
			await people.becomes(there, orderId, "delivered");
			await hasBook(orderId, 500, 0);
		},
	);
	await steps.step(
		"a payment that is declined ends its order, and no driver sees it",
		async () => {
			const orderId = await people.order(here, "oysters");
			await people.becomes(there, orderId, "declined");
			await people.isSeenAs(here, orderId, "cancelled");
			const { status } = await people.accept(here, orderId);
			expectEqual(status, 409, "the status of the acceptance");
			const { body } = await people.driver.call(here, "GET", "/orders");
			const isOpen = JSON.stringify(body).includes(orderId);
			expectEqual(isOpen, false, "whether a driver sees it");
			await hasBook(orderId, 0, 0);
		},
	);
	await steps.step(
		"an order that nobody accepts in time expires, and its money goes back",
		async () => {
			const restore = await Promise.all(
				[...new Set([here, there])].map((region) =>
					outages.set(
						{ region, service: "fulfillment", kind: "trigger" },
						{ DEADLINE_SECONDS: JSON.stringify({ "decide-fate": 2 }) },
					),
				),
			);
			try {
				const orderId = await people.order(there, "soup");
				await people.becomes(here, orderId, "expired", { seconds: 30 });
				await people.isSeenAs(here, orderId, "cancelled");
				await hasBook(orderId, 500, 500);
				const { status } = await people.accept(here, orderId);
				expectEqual(status, 409, "the status of a late acceptance");
			} finally {
				for (const each of restore) await each();
			}
		},
	);
	await steps.step(
		"an order is cancelled before anybody accepts it: its money goes back",
		async () => {
			const orderId = await people.order(here, "soup");
			await hasBook(orderId, 500, 0);
			await cancelled(there, orderId);
			await hasBook(orderId, 500, 500);
		},
	);
	await steps.step(
		"an order is cancelled after its acceptance, before its payment: none is taken",
		async () => {
			processor.setMode("late");
			try {
				const orderId = await people.order(there, "soup");
				await people.accept(there, orderId);
				await people.becomes(here, orderId, "accepted");
				const { body } = await people.cancel(here, orderId);
				expectEqual(body.status, "cancelled", "the order's status");
				await people.isSeenAs(there, orderId, "cancelled");
				// A void that comes before the decision wins.
				await eventually(
					async () => processor.books()[orderId]?.voided,
					(voided) => voided === 0,
				);
				await hasBook(orderId, 0, 0);
			} finally {
				processor.setMode("normal");
			}
		},
	);
	await steps.step(
		"one that is ready, on its way or delivered is not cancelled any more",
		async () => {
			const orderId = await people.order(here, "soup");
			await people.accept(here, orderId);
			await people.becomes(here, orderId, "ready");
			await isTooLate(orderId);
			await people.pickUp(here, orderId);
			await people.becomes(here, orderId, "picked-up");
			await isTooLate(orderId);
			await people.deliver(here, orderId);
			await people.becomes(here, orderId, "delivered");
			await isTooLate(orderId);
			await hasBook(orderId, 500, 0);
		},
	);
	await steps.step(
		"the day is settled once, whichever region's clock comes first",
		async () => {
			// At night, of the day that has been.
			const tomorrow = new Date(Date.now() + 24 * 60 * 60 * 1000);
			const scheduledTime = `${tomorrow.toISOString().slice(0, 10)}T02:00:00Z`;
			for (const region of new Set([here, there]))
				await outages.send(
					{ region, service: "payment", kind: "job" },
					{ job: "settle", scheduledTime, delay: 0 },
				);
			const { body } = await eventually(
				() => people.restaurant.call(there, "GET", "/settlements"),
				({ body }) => Array.isArray(body.items) && body.items.length > 0,
			);
			const day = new Date().toISOString().slice(0, 10);
			expectEqual(
				body.items,
				[{ day, total: { amount: 1000, currency: "EUR" }, orders: 2 }],
				"the restaurant's settlements",
			);
		},
	);
}
