import type { Answer } from "../client";
import type { Order, Surroundings } from "./order";
import type { Command, Expected } from "./people";
import type { Plan } from "./plan";

type Tell = (command: Command, expected: Expected) => Promise<Answer[]>;

/** Does a command by its people's habit, and gives the answers that came. */
export function teller(
	plan: Plan,
	{ people, random, over }: Pick<Surroundings, "people" | "random" | "over">,
): Tell {
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
export class Deeds {
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
