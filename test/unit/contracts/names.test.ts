import {
	type Contract,
	consumed,
	contract,
	internal,
	produced,
	published,
	z,
} from "../../../contracts";
import { platformProblems } from "../../../contracts/platform";
import { kitchen, orderPlaced, sending, shop } from "./services";

const long = (length: number) => "a".repeat(length);
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

type Broken = [string, Contract[], string[]];

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
			"an owner that cannot be a tag",
			[shop({ owner: "Shops (EU) & co" })],
			[
				'shop: the owner "Shops (EU) & co" becomes a tag, which has 1 to 256 letters, digits, spaces and _.:/=+-@',
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
