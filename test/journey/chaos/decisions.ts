import type { Decision, Fate } from "./fate";
import type { Heard } from "./heard";

const deadline = "deadline-passed";

/** What an order may be decided to, by what was known of it then. */
const endings: Record<
	string,
	(knew: (type: string) => boolean, fate: Fate) => boolean
> = {
	"order-ready": (knew, { accepted, book, total }) =>
		["order-submitted", "order-accepted", "payment-authorized"].every(knew) &&
		!["order-cancelled", "payment-declined"].some(knew) &&
		accepted &&
		book.authorized === total.amount,
	"order-expired,payment-void-requested": (knew) =>
		knew(deadline) &&
		!["order-accepted", "order-cancelled", "payment-declined"].some(knew),
	"payment-void-requested": (knew, { cancelled, book }) =>
		(knew("order-cancelled") && cancelled) ||
		(knew("payment-declined") && book.declined),
};

/** An order is decided once, to what follows from what was known of it, and that did happen. */
export function wrongDecisions(heard: Heard, fate: Fate): string[] {
	const { orderId, decisions, order } = fate;
	const name = `${orderId} (${order.plan.ending})`;
	const [decision, ...others] = decisions;
	if (!decision || others.length > 0)
		return [`${name} was decided ${decisions.length} times`];
	const types = Object.keys(decision.events).sort().join();
	const knew = (type: string) =>
		decision.triggers.some((each) => each.type === type);
	const follows = endings[types]?.(knew, fate) ?? false;
	return [
		...(follows
			? []
			: [
					`${name} is ${types}, of ${decision.triggers.map(({ type }) => type)}`,
				]),
		...unheard(heard, decision).map(
			({ id, type }) => `${name} follows from ${type} ${id}, which nobody said`,
		),
	];
}

function unheard(heard: Heard, { triggers }: Decision) {
	return triggers.filter(({ id, type }) => type !== deadline && !heard.has(id));
}
