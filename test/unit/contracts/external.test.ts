import { consumed, type External, external, z } from "../../../contracts";
import { checkPlatform, platformProblems } from "../../../contracts/platform";
import { kitchen, orderPlaced, shop } from "./services";

const bank = (name = "bank", type = "payment-received") =>
	external({ name, produces: { [type]: { body: { payment: z.object({}) } } } });
describe("externals", () => {
	const payment = { payment: z.object({ orderId: z.string() }) };
	const paying = external({
		name: "bank",
		produces: { "payment-received": { body: payment } },
	});
	const consumer = (body: typeof payment | typeof orderPlaced) =>
		kitchen({
			consumes: { "payment-received": consumed({ body }) },
			rules: {
				"keep-tickets": { on: ["payment-received"], materializes: "ticket" },
			},
		});

	test("produce what a service consumes", () => {
		expect(platformProblems([consumer(payment)], [paying])).toEqual([]);
	});

	test("are compared with their consumers", () => {
		expect(platformProblems([consumer(orderPlaced)], [paying])).toEqual([
			"kitchen may refuse payment-received of bank: order: The consumer requires a field that the producer does not declare: make it optional in the consumer, or required in the producer.",
		]);
	});

	test("do not come back with the contracts, which are deployed", () => {
		const own = [consumer(payment)];
		expect(checkPlatform(own, [paying])).toBe(own);
	});

	test.each<[string, External, string]>([
		[
			"a service's name",
			bank("shop"),
			'several services or externals are named "shop": rename all but one',
		],
		[
			"an illegal name",
			bank("The Bank"),
			'external "The Bank": the name must be the source of its events: at most 256 letters, digits and .-_/@, not starting with "aws."',
		],
		[
			"a service's event",
			bank("bank", "order-placed"),
			"order-placed is produced by shop and by bank: an event has one owner, rename one of the two",
		],
		[
			"a reserved field",
			external({
				name: "bank",
				produces: { "payment-received": { body: { tags: z.string() } } },
			}),
			'bank: payment-received: the field "tags" is reserved: rename it',
		],
		[
			"a schema outside the subset",
			external({
				name: "bank",
				produces: {
					"payment-received": {
						body: { sum: z.number().transform((sum) => sum * 100) },
					},
				},
			}),
			"bank: payment-received: sum: A contract says what is sent, not what is made of it: transform in the handler.",
		],
	])("cannot have %s", (_, outside, sentence) => {
		expect(platformProblems([shop()], [outside])).toEqual([sentence]);
	});
});
