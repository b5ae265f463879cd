import { Deeds, teller } from "./deeds";
import type { Heard } from "./heard";
import { pause } from "./pace";
import type { People } from "./people";
import { type Plan, timeToAccept } from "./plan";
import type { Random } from "./random";

/** An order that was answered, and what its people were told of it. */
export interface Order {
	plan: Plan;
	orderId: string;
	/** Whether somebody was told that it is so. */
	told: {
		accepted?: true;
		cancelled?: true;
		/** Who was told to have it. */
		driver?: string;
		delivered?: true;
	};
	/** What nobody should be told. */
	wrong: string[];
}

export interface Surroundings {
	people: People;
	heard: Heard;
	random: Random;
	/** For what only waits: others may begin meanwhile. */
	aside<T>(waiting: Promise<T>): Promise<T>;
	over: AbortSignal;
}

/** Makes an order and does with it what its plan says. Undefined where nobody was told that there is one. */
export async function makeOrder(
	plan: Plan,
	around: Surroundings,
): Promise<Order | undefined> {
	const { heard, random, aside, over } = around;
	const tell = teller(plan, around);
	const { basket: body, key: idempotencyKey, customer } = plan;
	const wrong: string[] = [];
	const answers = await tell(
		{
			...{ service: "customer", subject: customer, method: "POST" },
			...{ path: "/orders", body, idempotencyKey },
		},
		// 409: the first one is still running.
		{ good: [201], notYet: [409] },
	);
	const [orderId, ...others] = new Set(answers.map(({ body }) => body.orderId));
	if (typeof orderId !== "string") return undefined;
	if (others.length > 0)
		wrong.push(`${idempotencyKey} is ${[orderId, ...others].join(" and ")}`);
	const order: Order = { plan, orderId, told: {}, wrong };
	const deeds = new Deeds(order, tell);
	const decided = () =>
		aside(heard.of(orderId, ["order-ready", "payment-void-requested"], over));
	const wait = (least: number, most: number) =>
		aside(pause(random.int(least, most), over));

	await play(plan, deeds, { random, decided, wait });
	// Whatever was done, something follows.
	await decided();
	return order;
}

/** Does with an order what its plan says. */
async function play(
	{ ending }: Plan,
	deeds: Deeds,
	{
		random,
		decided,
		wait,
	}: {
		random: Random;
		/** What is heard of it in the end. */
		decided: () => Promise<string | undefined>;
		/** Ms, between the two. */
		wait: (least: number, most: number) => Promise<void>;
	},
): Promise<void> {
	if (ending === "cancelled first") {
		await deeds.cancel();
		if (random.chance(0.5)) await deeds.accept();
	} else if (ending === "cancelled meanwhile") {
		const both = [deeds.accept, deeds.cancel];
		await Promise.all(
			both.map((one) => wait(0, 800).then(() => one.call(deeds))),
		);
	} else if (ending === "accepted late") {
		const about = timeToAccept * 1000 - 2000;
		await wait(about, about + 3000);
		await deeds.accept();
	} else if (ending !== "never accepted") {
		await deeds.accept();
		if (ending === "cancelled after acceptance") {
			await wait(0, 1500);
			await deeds.cancel();
		}
		if ((await decided()) !== "order-ready") return;
		if (ending === "cancelled too late") await deeds.cancelTooLate();
		if (ending === "picked up" || ending === "delivered") await deeds.pickUp();
		if (ending === "delivered") await deeds.deliver();
	}
}
