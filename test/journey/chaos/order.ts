import type { Answer } from "../client";
import type { Heard } from "./heard";
import { pause } from "./pace";
import type { Command, Expected, People } from "./people";
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
	const told = teller(plan, around);
	const { basket: body, key: idempotencyKey, customer } = plan;
	const wrong: string[] = [];
	const answers = await told(
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
	const deeds = new Deeds(order, told);
	const news = (...types: string[]) => aside(heard.of(orderId, types, over));
	const ready = () => news("order-ready", "payment-void-requested");
	const wait = (most: number) => aside(pause(random.int(0, most), over));

	const { ending } = plan;
	if (ending === "cancelled first") {
		await deeds.cancel();
		if (random.chance(0.5)) await deeds.accept();
	} else if (ending === "cancelled meanwhile") {
		const both = [deeds.accept, deeds.cancel];
		await Promise.all(both.map((one) => wait(800).then(() => one.call(deeds))));
	} else if (ending === "accepted late") {
		const about = timeToAccept * 1000 - 2000;
		await aside(pause(random.int(about, about + 3000), over));
		await deeds.accept();
	} else if (ending !== "never accepted") {
		await deeds.accept();
		if (ending === "cancelled after acceptance") {
			await wait(1500);
			await deeds.cancel();
		}
		const decided = await ready();
		if (decided === "order-ready") {
			if (ending === "cancelled too late") await deeds.cancelTooLate();
			if (ending === "picked up" || ending === "delivered")
				await deeds.pickUp();
			if (ending === "delivered") await deeds.deliver();
		}
	}
	// Whatever was done, something follows.
	await ready();
	return order;
}

type Tell = (command: Command, expected: Expected) => Promise<Answer[]>;

/** Does a command by its people's habit, and gives the answers that came. */
function teller(plan: Plan, { people, random, over }: Surroundings): Tell {
	return async (command, expected) => {
		const once = (n: number) =>
			people.insist(
				command,
				expected,
				random.fork(`${command.path} ${n}`),
				over,
			);
		const first =
			plan.habit === "everywhere"
				? await Promise.all(people.regions.map((_, n) => once(n)))
				: [await once(0)];
		const again = plan.habit === "again" ? [await once(1)] : [];
		return [...first, ...again].flatMap((answer) => answer ?? []);
	};
}

/** What people do with an order; what they are told of it is noted. */
class Deeds {
	constructor(
		private readonly order: Order,
		private readonly tell: Tell,
	) {}

	/** 409: it has been cancelled, or is over by itself. */
	async accept(): Promise<void> {
		const { orderId, plan, told } = this.order;
		const answers = await this.tell(
			{
				...{ service: "restaurant", subject: plan.basket.restaurantId },
				...{ method: "PUT", path: `/orders/${orderId}/acceptance` },
			},
			{ good: [200, 409], notYet: [404] },
		);
		if (has(answers, 200)) told.accepted = true;
	}

	/** 409: it is being made already. */
	async cancel(): Promise<void> {
		const answers = await this.tell(this.cancellation, { good: [200, 409] });
		if (answers.some(({ body }) => body.status === "cancelled"))
			this.order.told.cancelled = true;
	}

	/** Whoever has seen that it is ready cannot cancel it any more. */
	async cancelTooLate(): Promise<void> {
		const { orderId, plan } = this.order;
		await this.tell(
			{
				...{ service: "customer", subject: plan.customer },
				...{ method: "GET", path: `/orders/${orderId}` },
			},
			{ good: [200], until: ({ status }) => status === "ready" },
		);
		await this.tell(this.cancellation, { good: [409] });
	}

	async pickUp(): Promise<void> {
		const { orderId, plan, told, wrong } = this.order;
		const path = `/orders/${orderId}/pick-up`;
		const winners = new Set<string>();
		const pickUp = async (subject: string) => {
			const answers = await this.tell(
				{ service: "delivery", subject, method: "PUT", path },
				{ good: [200, 409], notYet: [404] },
			);
			if (has(answers, 200)) winners.add(subject);
		};
		await Promise.all(plan.drivers.map(pickUp));
		const [driver, ...rivals] = winners;
		if (rivals.length > 0)
			wrong.push(`${orderId} was picked up by ${[...winners].join(" and ")}`);
		if (driver) told.driver = driver;
	}

	async deliver(): Promise<void> {
		const { orderId, told } = this.order;
		if (!told.driver) return;
		const answers = await this.tell(
			{
				...{ service: "delivery", subject: told.driver, method: "PUT" },
				path: `/orders/${orderId}/completion`,
			},
			{ good: [200] },
		);
		if (answers.length > 0) told.delivered = true;
	}

	private get cancellation(): Command {
		const { orderId, plan } = this.order;
		return {
			...{ service: "customer", subject: plan.customer },
			...{ method: "PUT", path: `/orders/${orderId}/cancellation` },
		};
	}
}

const has = (answers: readonly Answer[], wanted: number) =>
	answers.some(({ status }) => status === wanted);
