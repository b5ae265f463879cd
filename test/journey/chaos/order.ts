import type { Answer } from "../client";
import type { Command, People } from "./people";
import type { Plan, Stage } from "./plan";
import { stages } from "./plan";
import type { Random } from "./random";

/** An order that was answered, and what has become of it. */
export interface Order {
	plan: Plan;
	orderId: string;
	/** How far it got, as its people were told. */
	stage: Stage;
	driver?: string;
	/** What nobody should be told. */
	wrong: string[];
}

/** Makes an order and brings it as far as its plan says. Undefined where nobody was told that there is one. */
export async function makeOrder(
	plan: Plan,
	people: People,
	random: Random,
	over: AbortSignal,
): Promise<Order | undefined> {
	const { basket: body, key: idempotencyKey, customer, drivers } = plan;
	const wrong: string[] = [];

	/** By its people's habit; the answers that came. */
	const told = async (
		command: Command,
		expected: { good: number[]; notYet?: number[] },
	): Promise<Answer[]> => {
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

	const submit = { method: "POST", path: "/orders", body, idempotencyKey };
	const answers = await told(
		{ service: "customer", subject: customer, ...submit },
		// 409: the first one is still running.
		{ good: [201], notYet: [409] },
	);
	const [orderId, ...others] = new Set(answers.map(({ body }) => body.orderId));
	if (typeof orderId !== "string") return undefined;
	if (others.length > 0)
		wrong.push(`${idempotencyKey} is ${[orderId, ...others].join(" and ")}`);
	const order: Order = { plan, orderId, stage: "submitted", wrong };

	const goesTo = (stage: Stage) =>
		stages.indexOf(plan.until) >= stages.indexOf(stage);
	if (!goesTo("accepted")) return order;
	const accepted = await told(
		{
			...{ service: "restaurant", subject: plan.basket.restaurantId },
			...{ method: "PUT", path: `/orders/${orderId}/acceptance` },
		},
		{ good: [200], notYet: [404] },
	);
	if (accepted.length === 0) return order;
	order.stage = "accepted";

	if (!goesTo("picked-up")) return order;
	const winners = new Set<string>();
	const pickUp = async (subject: string) => {
		const path = `/orders/${orderId}/pick-up`;
		const answers = await told(
			{ service: "delivery", subject, method: "PUT", path },
			{ good: [200, 409], notYet: [404] },
		);
		if (answers.some(({ status }) => status === 200)) winners.add(subject);
	};
	await Promise.all(drivers.map(pickUp));
	const [driver, ...rivals] = winners;
	if (rivals.length > 0)
		wrong.push(`${orderId} was picked up by ${[...winners].join(" and ")}`);
	if (!driver) return order;
	Object.assign(order, { stage: "picked-up", driver });

	if (!goesTo("delivered")) return order;
	const completed = await told(
		{
			...{ service: "delivery", subject: driver, method: "PUT" },
			path: `/orders/${orderId}/completion`,
		},
		{ good: [200] },
	);
	if (completed.length > 0) order.stage = "delivered";
	return order;
}
