import fc from "fast-check";
import {
	type Fate,
	fateOf,
	type News,
} from "../../../../functions/fulfillment/model";
import { runs } from "../../runtime/world/runs";

const order = {
	orderId: "1",
	restaurantId: "napoli",
	total: { amount: 1900, currency: "EUR" as const },
};
const nothing: News = {
	submitted: undefined,
	isAccepted: false,
	isCancelled: false,
	isAuthorized: false,
	isDeclined: false,
};
const ready: Fate = { kind: "ready", order };

test.each<[Partial<News>, boolean, Fate | undefined]>([
	// What is wanted, cooked and paid is ready; less is not.
	[{ submitted: order, isAccepted: true, isAuthorized: true }, false, ready],
	[{ submitted: order, isAccepted: true, isAuthorized: true }, true, ready],
	[{ submitted: order, isAccepted: true }, false, undefined],
	[{ submitted: order, isAuthorized: true }, false, undefined],
	[{ isAccepted: true, isAuthorized: true }, false, undefined],
	[{ submitted: order }, false, undefined],
	[{}, false, undefined],
	// Whom no restaurant has accepted in time.
	[{ submitted: order }, true, { kind: "expired" }],
	[{ submitted: order, isAuthorized: true }, true, { kind: "expired" }],
	// It was accepted in time, and waits for its payment.
	[{ submitted: order, isAccepted: true }, true, undefined],
	// What is not paid, or not wanted any more.
	[{ submitted: order, isDeclined: true }, false, { kind: "void" }],
	[{ submitted: order, isCancelled: true }, false, { kind: "void" }],
	[{ isCancelled: true }, false, { kind: "void" }],
	[
		{ submitted: order, isAccepted: true, isDeclined: true },
		true,
		{ kind: "void" },
	],
	// The customer's wish counts as long as nothing is decided.
	[
		{
			submitted: order,
			isAccepted: true,
			isAuthorized: true,
			isCancelled: true,
		},
		false,
		{ kind: "void" },
	],
])("of an order with %j, due %s, becomes %j", (news, isDue, fate) => {
	expect(fateOf({ ...nothing, ...news }, isDue)).toEqual(fate);
});

test("whatever is known: what is ready is whole, and what has expired was not accepted", () => {
	const news = fc.record({
		submitted: fc.constantFrom(undefined, order),
		isAccepted: fc.boolean(),
		isCancelled: fc.boolean(),
		isAuthorized: fc.boolean(),
		isDeclined: fc.boolean(),
	});
	fc.assert(
		fc.property(news, fc.boolean(), (known, isDue) => {
			const fate = fateOf(known, isDue);
			const isWhole = known.submitted && known.isAccepted && known.isAuthorized;
			if (fate?.kind === "ready") expect(isWhole).toBe(true);
			if (fate?.kind === "expired") expect(known.isAccepted).toBe(false);
		}),
		runs(),
	);
});
