import {
	type Contract,
	consumed,
	contract,
	type External,
	external,
	internal,
	materialized,
	produced,
	published,
	route,
	z,
} from "../../../contracts";
import {
	checkPlatform,
	PlatformError,
	platformProblems,
} from "../../../contracts/platform";
import { externals, services } from "../../../functions";
import { kitchen, orderPlaced, shop } from "./services";

const anyRoute = route({ summary: "Something", scopes: [] });
const long = (length: number) => "a".repeat(length);
/** The kitchen, when its own words for order-placed are these. */
const reading = (body: z.ZodType, trust?: string) =>
	kitchen({
		consumes: {
			"order-placed": consumed({
				body: { order: body },
				...(trust && { trust }),
			}),
		},
	});
/** The shop, when it sends these. */
const sending = (body: z.ZodType) =>
	shop({
		produces: {
			"order-placed": produced({
				from: "order",
				on: ["created"],
				body: { order: body },
			}),
		},
	});
const bank = (name = "bank", type = "payment-received") =>
	external({ name, produces: { [type]: { body: { payment: z.object({}) } } } });
const named = (type: string) =>
	contract({
		name: "shop",
		kind: "bff",
		owner: "shops",
		rows: { order: published({}) },
		produces: {
			[type]: produced({ from: "order", on: ["created"], body: {} }),
		},
	});

test("the services of the program fit together", () => {
	expect(platformProblems(services, externals)).toEqual([]);
});

test("sound contracts come back as they are", () => {
	const sound = [shop(), kitchen()];
	expect(checkPlatform(sound)).toBe(sound);
});

type Broken = [string, Contract[], string[], External[]?];

describe("names", () => {
	test.each<Broken>([
		[
			"a service's name",
			[shop({ name: "Shop" })],
			[
				'service "Shop": the name must be lower case with hyphens, at most 24 characters',
			],
		],
		[
			"a service's long name",
			[shop({ name: long(25) })],
			[
				`service "${long(25)}": the name must be lower case with hyphens, at most 24 characters`,
			],
		],
		[
			"two services of one name",
			[shop(), kitchen({ name: "shop" })],
			['several services or externals are named "shop": rename all but one'],
		],
		[
			"three services of one name, said once",
			[shop(), kitchen({ name: "shop" }), kitchen({ name: "shop" })],
			['several services or externals are named "shop": rename all but one'],
		],
		[
			"a row's name",
			[shop({ rows: { ...shop().rows, "Line item": internal({}) } })],
			['shop: the row "Line item" must be lower case with hyphens'],
		],
		[
			"a rule's name",
			[
				shop(),
				kitchen({
					rules: {
						keepTickets: { on: ["order-placed"], materializes: "ticket" },
					},
				}),
			],
			['kitchen: the rule "keepTickets" must be lower case with hyphens'],
		],
		...[
			"orderPlaced",
			"order",
			"order_placed",
			"order-",
			`order-${long(123)}`,
		].map(
			(type): Broken => [
				`the event ${type}`,
				[named(type)],
				[
					`shop: the event "${type}" must be named <entity>-<past-tense verb> in lower case, at most 128 bytes`,
				],
			],
		),
		[
			"a reserved field of a body",
			[
				shop({
					produces: {
						"order-placed": produced({
							from: "order",
							on: ["created"],
							body: { ...orderPlaced, tags: z.string() },
						}),
					},
				}),
			],
			['shop: order-placed: the field "tags" is reserved: rename it'],
		],
		[
			"a reserved field of a consumed body",
			[
				sending(z.object({})),
				kitchen({
					consumes: {
						"order-placed": consumed({
							body: { id: z.optional(z.string()) },
						}),
					},
				}),
			],
			['kitchen: order-placed: the field "id" is reserved: rename it'],
		],
		[
			"a reserved field of a row",
			[
				shop({
					rows: { ...shop().rows, note: internal({ ttl: z.int() }) },
				}),
			],
			['shop: the row "note": the field "ttl" is reserved: rename it'],
		],
	])("%s", (_, contracts, sentences) => {
		expect(platformProblems(contracts)).toEqual(sentences);
	});

	test.each(["order-placed", "menu-item-placed", "order-placed.v2", "a1-b2"])(
		"%s is an event",
		(type) => {
			expect(platformProblems([named(type)])).toEqual([]);
		},
	);
});

describe("events", () => {
	test.each<Broken>([
		[
			"consumed, and nobody produces it",
			[kitchen()],
			[
				"kitchen consumes order-placed, which nobody produces: add it to its producer's contract, or declare the producer as external",
			],
		],
		[
			"produced by two",
			[shop(), shop({ name: "web-shop" })],
			[
				"order-placed is produced by shop and by web-shop: an event has one owner, rename one of the two",
			],
		],
		[
			"consumed by its producer",
			[
				shop({
					rows: { ...shop().rows, ...kitchen().rows },
					consumes: kitchen().consumes,
					rules: kitchen().rules,
				}),
			],
			[
				"shop consumes order-placed, its own event, which a service ignores: drop it from what it consumes",
			],
		],
		[
			"consumed without a rule",
			[shop(), kitchen({ rows: {}, rules: {} })],
			[
				"kitchen consumes order-placed, but no rule handles it: add a rule, or drop the event",
			],
		],
	])("%s", (_, contracts, sentences) => {
		expect(platformProblems(contracts)).toEqual(sentences);
	});
});

/** One example of each kind; the comparison itself has tests of its own. */
describe("a consumer that may refuse what is sent", () => {
	const field = (sent: z.ZodType, wanted: z.ZodType) => [
		sending(z.object({ total: sent })),
		reading(z.object({ total: wanted })),
	];
	test.each<[string, Contract[], string]>([
		[
			"an undeclared field",
			[sending(z.object({})), reading(z.object({ total: z.int() }))],
			"order.total: The consumer requires a field that the producer does not declare: make it optional in the consumer, or required in the producer.",
		],
		[
			"a field that may be left out",
			field(z.optional(z.int()), z.int()),
			"order.total: The consumer requires a field that the producer may leave out: make it optional in the consumer, or required in the producer.",
		],
		[
			"null",
			field(z.nullable(z.int()), z.int()),
			"order.total: The producer may send null: make it nullable in the consumer.",
		],
		[
			"another type",
			field(z.int(), z.string()),
			"order.total: The producer sends a value of type number, the consumer expects string.",
		],
		[
			"another value of an enum",
			field(z.enum(["open", "paid"]), z.enum(["open"])),
			"order.total: XX",
		],
		["a longer text", field(z.string(), z.string().max(5)), "order.total: XX"],
		["a greater number", field(z.int(), z.int().max(5)), "order.total: XX"],
		[
			"more items",
			field(z.array(z.int()), z.array(z.int()).min(1)),
			"order.total: XX",
		],
		[
			"within an item",
			field(
				z.array(z.object({ price: z.int() })),
				z.array(z.object({ price: z.string() })),
			),
			"order.total[].price: The producer sends a value of type number, the consumer expects string.",
		],
		[
			"within a record",
			field(z.record(z.string(), z.int()), z.record(z.string(), z.string())),
			"order.total{}: The producer sends a value of type number, the consumer expects string.",
		],
		[
			"an unknown variant",
			field(
				z.discriminatedUnion("by", [
					z.object({ by: z.literal("card") }),
					z.object({ by: z.literal("cash") }),
				]),
				z.discriminatedUnion("by", [z.object({ by: z.literal("card") })]),
			),
			'order.total(by: "cash"): The consumer has no such variant.',
		],
	])("%s", (_, contracts, sentence) => {
		const problems = platformProblems(contracts);
		expect(problems).toEqual([
			expect.stringContaining(
				`kitchen may refuse order-placed of shop: ${sentence}`,
			),
		]);
	});

	const sku = z.object({ sku: z.string() });
	const pattern = z.object({ sku: z.string().regex(/^[A-Z]+$/) });
	const undecided =
		"kitchen may refuse order-placed of shop: order.sku: The consumer demands the pattern /^[A-Z]+$/, the producer promises any text: use the same pattern on both sides. If it is right all the same, say why in `trust`.";

	test("what cannot be decided is a problem", () => {
		expect(platformProblems([sending(sku), reading(pattern)])).toEqual([
			undecided,
		]);
	});

	test("trust, with its reason, accepts what cannot be decided", () => {
		const trusting = reading(pattern, "a sku is made of capitals since 2019");
		expect(platformProblems([sending(sku), trusting])).toEqual([]);
	});

	test("trust without a reason is none", () => {
		const trusting = kitchen({
			consumes: {
				"order-placed": consumed({ body: { order: pattern }, trust: "" }),
			},
		});
		expect(platformProblems([sending(sku), trusting])).toEqual([undecided]);
	});

	test("trust does not cover what is known to be refused", () => {
		const trusting = reading(z.object({ sku: z.int() }), "it will be fine");
		expect(platformProblems([sending(sku), trusting])).toEqual([
			"kitchen may refuse order-placed of shop: order.sku: The producer sends a value of type string, the consumer expects number.",
		]);
	});
});

describe("a schema outside the subset", () => {
	const transformed = z.string().transform((text) => text.length);
	const sentence =
		"order.lines[].count: A contract says what is sent, not what is made of it: transform in the handler.";
	const lines = (count: z.ZodType) =>
		z.object({ lines: z.array(z.object({ count })) });

	test("of a producer is said once, with its path", () => {
		expect(
			platformProblems([sending(lines(transformed)), reading(lines(z.int()))]),
		).toEqual([`shop: order-placed: ${sentence}`]);
	});

	test("of a consumer is said once, whatever its trust", () => {
		const consumer = reading(lines(transformed), "it will be fine");
		expect(platformProblems([sending(lines(z.int())), consumer])).toEqual([
			`kitchen: order-placed: ${sentence}`,
		]);
	});

	test("hides nothing else", () => {
		const sent = z.object({ count: transformed, total: z.int() });
		const wanted = z.object({ count: z.int(), total: z.string() });
		expect(platformProblems([sending(sent), reading(wanted)])).toEqual([
			"shop: order-placed: order.count: A contract says what is sent, not what is made of it: transform in the handler.",
			"kitchen may refuse order-placed of shop: order.total: The producer sends a value of type number, the consumer expects string.",
		]);
	});
});

describe("rows", () => {
	const from = (row: string, when?: Record<string, string>) =>
		shop({
			rows: { ...shop().rows, note: internal({}) },
			produces: {
				...shop().produces,
				"order-paid": produced({
					from: row,
					on: ["updated"],
					...(when && { when }),
					body: orderPlaced,
				}),
			},
		});
	test.each<Broken>([
		[
			"published without an event",
			[shop({ rows: { ...shop().rows, note: published({}) } })],
			[
				'shop: the row "note" is published, but no event is made from it: produce one, or make the row internal',
			],
		],
		[
			"internal, with an event",
			[from("note")],
			[
				'shop: order-paid is made from the row "note", which is internal: only a published row\'s changes become events',
			],
		],
		[
			"unknown, with an event",
			[from("bill")],
			[
				'shop: order-paid is made from the row "bill", which is not in the contract: only a published row\'s changes become events',
			],
		],
		[
			"`when` on an unknown field",
			[from("order", { state: "paid" })],
			[
				'shop: order-paid depends on "state", which the row "order" does not have: name one of its fields',
			],
		],
		[
			"`when` on a value that never is",
			[from("order", { status: "payed" })],
			[
				'shop: order-paid depends on "status" being "payed", which it never is in the row "order": name a value that its schema allows',
			],
		],
		["`when` on a value", [from("order", { status: "paid" })], []],
		[
			"materialized without a rule",
			[
				shop(),
				kitchen({ rows: { ...kitchen().rows, cook: materialized({}) } }),
			],
			[
				'kitchen: no rule materializes the row "cook": add the rule, or drop the row',
			],
		],
		[
			"materialized by two rules",
			[
				shop(),
				kitchen({
					rules: {
						...kitchen().rules,
						"keep-more": { on: ["order-placed"], materializes: "ticket" },
					},
				}),
			],
			[
				'kitchen: the row "ticket" is written by the rules "keep-tickets" and "keep-more": one row has one writer, give each rule a row of its own',
			],
		],
		[
			"materialized by a rule, but internal",
			[shop(), kitchen({ rows: { ticket: internal({}) } })],
			[
				'kitchen: the rule "keep-tickets" materializes "ticket", which is internal: declare a materialized row of its own for the view',
			],
		],
		[
			"materialized by a rule, but published",
			[
				shop(),
				kitchen({
					rows: { ticket: published({}) },
					produces: {
						"ticket-printed": produced({
							from: "ticket",
							on: ["created"],
							body: {},
						}),
					},
				}),
			],
			[
				'kitchen: the rule "keep-tickets" materializes "ticket", which is published: declare a materialized row of its own for the view',
			],
		],
	])("%s", (_, contracts, sentences) => {
		expect(platformProblems(contracts)).toEqual(sentences);
	});
});

describe("routes", () => {
	const serving = (...keys: string[]) =>
		shop({ api: Object.fromEntries(keys.map((key) => [key, anyRoute])) });

	test.each([
		"GET orders",
		"get /orders",
		"HEAD /orders",
		"/orders",
		"GET  /orders",
		"GET /orders/",
		"GET //orders",
		"GET /orders?all",
		"GET /orders/{}",
		"GET /orders/{id",
		"GET /orders/id}",
		"GET /orders/{a}{b}",
		"GET /orders/no-{id}",
		"GET /orders/{order id}",
		"GET /{proxy+}",
		"GET /órdenes",
	])("%s is none", (key) => {
		expect(platformProblems([serving(key)])).toEqual([
			`shop: the route "${key}" must be "<METHOD> /path/{parameter}", the method one of GET, POST, PUT, PATCH and DELETE, a parameter a whole segment of the path`,
		]);
	});

	test.each<[string, string[], string[]]>([
		[
			"one route with two names for its parameter",
			["GET /orders/{a}", "GET /orders/{b}"],
			[
				'shop: "GET /orders/{a}" and "GET /orders/{b}" are the same route: drop one, or change its path',
			],
		],
		[
			"a parameter named twice",
			["GET /orders/{id}/lines/{id}"],
			[
				'shop: the route "GET /orders/{id}/lines/{id}" names a parameter twice: rename one',
			],
		],
		[
			"what API Gateway tells apart",
			[
				"GET /",
				"GET /orders/{a}",
				"PUT /orders/{b}",
				"GET /orders/{a}/lines",
				"GET /orders/mine",
			],
			[],
		],
	])("%s", (_, keys, sentences) => {
		expect(platformProblems([serving(...keys)])).toEqual(sentences);
	});

	test("a control service has none", () => {
		const control = shop({ kind: "control", api: { "GET /": anyRoute } });
		expect(platformProblems([control])).toEqual([
			"shop: a control service has no API: make it a bff, or drop its routes",
		]);
	});
});

describe("limits", () => {
	const types = (count: number) =>
		Array.from({ length: count }, (_, i) => `${long(94)}-${i + 100}`);
	/** As many events of 98 bytes: 101 characters of the pattern each. */
	const consuming = (count: number) => {
		const producing = external({
			name: "many",
			produces: Object.fromEntries(
				types(count).map((type) => [type, { body: orderPlaced }]),
			),
		});
		const consumer = kitchen({
			consumes: Object.fromEntries(
				types(count).map((type) => [type, consumed({ body: orderPlaced })]),
			),
			rules: { "keep-tickets": { on: types(count), materializes: "ticket" } },
		});
		return platformProblems([consumer], [producing]);
	};
	const publishing = (count: number) =>
		platformProblems([
			shop({
				rows: Object.fromEntries(
					types(count).map((name) => [name, published({})]),
				),
				produces: Object.fromEntries(
					types(count).map((from, i) => [
						`order-placed${i}`,
						produced({ from, on: ["created"], body: orderPlaced }),
					]),
				),
			}),
		]);

	test("the rule of a listener", () => {
		expect(consuming(19)).toEqual([]);
		expect(consuming(20)).toEqual([
			"kitchen consumes so many events that its rule has 2077 characters, over EventBridge's 2048: split the service",
		]);
	});

	test("the filter of a trigger", () => {
		expect(publishing(39)).toEqual([]);
		expect(publishing(40)).toEqual([
			"shop publishes so many rows that its filter has 4160 characters, over Lambda's 4096: split the service",
		]);
	});
});

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
			'external "The Bank": the name must be lower case with hyphens',
		],
		[
			"a service's event",
			bank("bank", "order-placed"),
			"order-placed is produced by shop and by bank: an event has one owner, rename one of the two",
		],
		[
			"an illegal event",
			bank("bank", "Payment"),
			'bank: the event "Payment" must be named <entity>-<past-tense verb> in lower case, at most 128 bytes',
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

test("all that is wrong is listed at once, without a stack", () => {
	const broken = [
		shop({ name: "Shop", api: { "GET orders": anyRoute } }),
		kitchen({
			consumes: { "order-lost": consumed({ body: orderPlaced }) },
			rules: {
				"keep-tickets": { on: ["order-lost"], materializes: "ticket" },
				again: { on: ["order-lost"], emits: ["order-lost"] },
			},
		}),
	];
	expect(() => checkPlatform(broken)).toThrow(PlatformError);
	try {
		checkPlatform(broken);
	} catch (error) {
		expect(error).toMatchObject({
			message: [
				"the contracts do not fit together (4):",
				'- service "Shop": the name must be lower case with hyphens, at most 24 characters',
				'- Shop: the route "GET orders" must be "<METHOD> /path/{parameter}", the method one of GET, POST, PUT, PATCH and DELETE, a parameter a whole segment of the path',
				"- kitchen consumes order-lost, which nobody produces: add it to its producer's contract, or declare the producer as external",
				'- events cause each other without end: order-lost makes kitchen\'s rule "again" emit order-lost: materialize instead of emitting, or give one of the rules a `loop` with the reason why it ends',
			].join("\n"),
			problems: { length: 4 },
			stack: expect.not.stringContaining("    at "),
		});
	}
});
