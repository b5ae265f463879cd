import { statefulTypes } from "../../../../components/stateful";
import { unknown } from "../../../../ops/preview/record/recording";
import { compared, recording, resource, types } from "./recordings";

const keys = { name: "shop-orders", hashKey: "pk", rangeKey: "sk" };
const table = (inputs: object = {}, rest: object = {}) =>
	resource(types.table, "orders-table", {
		inputs: { ...keys, ...inputs },
		...rest,
	});

describe("what holds data", () => {
	test.each([
		["another partition key", { hashKey: "id" }, "replace", ["hashKey"]],
		["another sort key", { rangeKey: "at" }, "replace", ["rangeKey"]],
		["no sort key", { rangeKey: undefined }, "replace", ["rangeKey"]],
		["another name", { name: "shop-order" }, "replace", ["name"]],
		["another region", { region: "eu-west-1" }, "replace", ["region"]],
		[
			"a name that is not known yet",
			{ name: unknown },
			"may-replace",
			["name"],
		],
	])("is lost with %s", (_what, inputs, change, replacedBy) => {
		const { stateful, allowed } = compared(
			recording([table()]),
			recording([table(inputs)]),
		);
		expect(stateful).toMatchObject([
			{ name: "orders-table", change, replacedBy, allowed: false },
		]);
		expect(stateful[0]?.lost).toContain("every row");
		expect(allowed).toBe(false);
	});

	test.each([
		["another index", { globalSecondaryIndexes: [{ name: "gsi9" }] }],
		["a replica", { replicas: [{ regionName: "us-west-2" }] }],
		["no recovery", { pointInTimeRecovery: { enabled: false } }],
	])("stays with %s", (_what, inputs) => {
		const report = compared(recording([table()]), recording([table(inputs)]));
		expect(report.stateful).toEqual([]);
		expect(report.resources).toMatchObject([{ change: "update" }]);
		expect(report.allowed).toBe(true);
	});

	it("is lost when it leaves the program, and the report says what holds it", () => {
		const held = table(
			{ deletionProtectionEnabled: true },
			{ protect: true, retainOnDelete: true },
		);
		const { stateful } = compared(recording([held]), recording([]));
		expect(stateful).toMatchObject([{ change: "delete" }]);
		expect(stateful[0]?.held).toHaveLength(3);
	});

	it("is lost with another type, another name, or another parent; the report asks for an alias", () => {
		const parent = resource(types.service, "orders");
		const moved = [
			resource(types.table, "order-table", { inputs: keys }),
			table({}, { parent }),
		];
		for (const now of moved) {
			const { stateful } = compared(
				recording([table(), parent]),
				recording([now, parent]),
			);
			expect(stateful).toMatchObject([
				{ change: "delete", perhapsNow: [now.name] },
			]);
		}
	});

	it("may be lost where a property is asked to replace it", () => {
		const before = table({ tags: { a: "1" } });
		const after = table({ tags: { a: "2" } }, { replaceOnChanges: ["tags.a"] });
		const { stateful } = compared(recording([before]), recording([after]));
		expect(stateful).toMatchObject([{ replacedBy: ["tags"] }]);
	});

	it("may be lost if the stack's file names it", () => {
		const allowing = (name: string) =>
			compared(
				recording([table()]),
				recording([table({ hashKey: "id" })], { replacements: [name] }),
			);
		expect(allowing("orders-table")).toMatchObject({
			allowed: true,
			stateful: [{ allowed: true }],
			unusedReplacements: [],
		});
		expect(allowing("order-table")).toMatchObject({
			allowed: false,
			unusedReplacements: [{ name: "order-table", exists: false }],
		});
	});

	it("needs no allowance once it is done", () => {
		const { unusedReplacements } = compared(
			recording([table()]),
			recording([table()], { replacements: ["orders-table"] }),
		);
		expect(unusedReplacements).toEqual([
			{ name: "orders-table", exists: true },
		]);
	});
});

test.each(statefulTypes)("what is lost with %s is said", (type) => {
	const { stateful } = compared(
		recording([resource(type, "it")]),
		recording([]),
	);
	expect(stateful).toHaveLength(1);
	expect(stateful[0]?.lost).not.toBe("whatever is in it");
});

describe("an alias", () => {
	const old = table();
	const nowCalled = (rest: object) =>
		resource(types.table, "orders-entities", { inputs: keys, ...rest });

	test.each([
		["by name", { aliases: [{ name: "orders-table" }] }],
		[
			"by name at its parent",
			{ aliases: [{ name: "orders-table", parent: "" }] },
		],
		["by URN", { aliases: [{ urn: old.urn }] }],
	])("%s keeps a renamed table", (_how, rest) => {
		const report = compared(recording([old]), recording([nowCalled(rest)]));
		expect(report).toMatchObject({ stateful: [], allowed: true });
	});

	it("tells what a changed one was called", () => {
		const now = nowCalled({
			aliases: [{ name: "orders-table" }],
			inputs: { ...keys, tags: { a: "b" } },
		});
		const { resources } = compared(recording([old]), recording([now]));
		expect(resources).toMatchObject([{ renamedFrom: "orders-table" }]);
	});

	it("of no parent, or of another one, keeps a table that was moved", () => {
		const parent = resource(types.service, "orders");
		const inside = table({}, { parent, aliases: [{ parent: null }] });
		expect(
			compared(recording([old, parent]), recording([inside, parent])).stateful,
		).toEqual([]);
		const outside = table({}, { aliases: [{ parent: parent.urn }] });
		expect(
			compared(
				recording([table({}, { parent }), parent]),
				recording([outside, parent]),
			).stateful,
		).toEqual([]);
	});

	it("of a component is its children's, with the names that they had there", () => {
		const was = resource(types.service, "orders");
		const is = resource(types.service, "shop", {
			aliases: [{ name: "orders" }],
		});
		const inside = (parent: typeof was, name: string) =>
			resource(types.table, name, { inputs: keys, parent });
		const report = compared(
			recording([was, inside(was, "orders-table")]),
			recording([is, inside(is, "shop-table")]),
		);
		expect(report).toMatchObject({ stateful: [], resources: [] });
	});
});

describe("what depends on a replaced resource", () => {
	const bus = (name: string) =>
		resource(types.bus, "hub-bus", { inputs: { name } });
	const archiveOf = (from: ReturnType<typeof bus>) =>
		resource(types.archive, "hub-archive", {
			inputs: {
				eventSourceArn: `arn:aws:cloudwatch:us-east-1:123456789012:${from.inputs.name}`,
			},
			propertyDependencies: { eventSourceArn: [from.urn] },
		});

	it("may be replaced, too, and with it what it holds", () => {
		const [was, is] = [bus("shop"), bus("store")];
		const report = compared(
			recording([was, archiveOf(was)]),
			recording([is, archiveOf(is)]),
		);
		expect(report.resources).toMatchObject([
			{ name: "hub-bus", change: "replace", note: expect.any(String) },
		]);
		expect(report.stateful).toMatchObject([
			{
				name: "hub-archive",
				replacedBy: ["eventSourceArn"],
				follows: ["hub-bus"],
			},
		]);
	});

	it("follows where only what AWS computes is another one", () => {
		const stream =
			"arn:aws:dynamodb:us-east-1:123456789012:table/shop-orders/stream/1";
		const mapping = (of: ReturnType<typeof table>) =>
			resource(types.mapping, "orders-mapping", {
				inputs: { eventSourceArn: stream },
				propertyDependencies: { eventSourceArn: [of.urn] },
			});
		const [was, is] = [table(), table({ hashKey: "id" })];
		const { resources } = compared(
			recording([was, mapping(was)]),
			recording([is, mapping(is)]),
		);
		expect(resources).toMatchObject([
			{ name: "orders-mapping", change: "may-replace", properties: [] },
		]);
	});

	it("follows where it takes what a replica has computed", () => {
		const replicas = [{ regionName: "us-west-2" }];
		const policy = (of: ReturnType<typeof table>) =>
			resource(types.rolePolicy, "orders-us-west-2-write", {
				inputs: {
					policy: "arn:aws:dynamodb:us-west-2:123456789012:table/shop-orders",
				},
				propertyDependencies: { policy: [of.urn] },
			});
		const [was, is] = [table({ replicas }), table({ replicas, hashKey: "id" })];
		const { resources } = compared(
			recording([was, policy(was)]),
			recording([is, policy(is)]),
		);
		expect(resources).toMatchObject([
			{ change: "update", follows: ["orders-table"] },
		]);
	});

	it("stays where it takes a name that the program gives", () => {
		const fn = (of: ReturnType<typeof table>) =>
			resource(types.fn, "orders-function", {
				inputs: { environment: { variables: { TABLE: "shop-orders" } } },
				propertyDependencies: { environment: [of.urn] },
			});
		const [was, is] = [table(), table({ hashKey: "id" })];
		const { resources } = compared(
			recording([was, fn(was)]),
			recording([is, fn(is)]),
		);
		expect(resources).toEqual([]);
	});
});

it("ignores what the program tells Pulumi to ignore, and sees its options", () => {
	const before = table({ tags: { a: "1" } }, { protect: true });
	const after = table({ tags: { a: "2" } }, { ignoreChanges: ["tags"] });
	const { resources } = compared(recording([before]), recording([after]));
	expect(resources).toMatchObject([
		{
			properties: [
				{ path: "(option) protect", before: "true", after: "false" },
			],
		},
	]);
});

it("counts what stays, and names types of which it knows too little", () => {
	const topic = (displayName: string) =>
		resource("aws:sns/topic:Topic", "news", { inputs: { displayName } });
	const report = compared(
		recording([table(), topic("a")]),
		recording([table(), topic("b")]),
	);
	expect(report).toMatchObject({
		unchanged: 1,
		unlisted: ["aws:sns/topic:Topic"],
	});
});

describe("a function's code", () => {
	const fn = (code: string) =>
		resource(types.fn, "orders-rest-function", { inputs: { code } });
	const changed = (before: object, after: object, rest: object = {}) =>
		compared(
			recording([fn("archive a")], {
				bundles: { "archive a": { bytes: 2048, sources: { ...before } } },
				bundler: "1.0.0",
				sources: { "contracts/limits.ts": "1" },
			}),
			recording([fn("archive b")], {
				bundles: { "archive b": { bytes: 2050, sources: { ...after } } },
				bundler: "1.0.0",
				sources: { "contracts/limits.ts": "2" },
				...rest,
			}),
		).resources[0]?.code;

	test.each([
		["a file", { "a.ts": "1" }, { "a.ts": "2" }, ["a.ts"]],
		[
			"a new file",
			{ "a.ts": "1" },
			{ "a.ts": "1", "b.ts": "1" },
			["b.ts (new)"],
		],
		[
			"a file that is gone",
			{ "a.ts": "1", "b.ts": "1" },
			{ "a.ts": "1" },
			["b.ts (gone)"],
		],
		["a package", { zod: "4.6.6" }, { zod: "4.6.7" }, ["zod 4.6.6 → 4.6.7"]],
		[
			"a new package",
			{ "a.ts": "1" },
			{ "a.ts": "1", zod: "4.6.7" },
			["zod 4.6.7 (new)"],
		],
		[
			"files that changed, where the base's bundling tells nothing",
			{},
			{ "a.ts": "1" },
			["contracts/limits.ts (perhaps)"],
		],
		[
			"a constant from elsewhere",
			{ "a.ts": "1" },
			{ "a.ts": "1" },
			["contracts/limits.ts (perhaps)"],
		],
	])("is explained by %s, with its size", (_what, before, after, because) => {
		expect(changed(before, after)).toEqual({
			because,
			bytesBefore: 2048,
			bytesAfter: 2050,
		});
	});

	it("is explained by esbuild", () => {
		expect(changed({}, {}, { bundler: "1.0.1" })?.because).toEqual([
			"esbuild 1.0.0 → 1.0.1",
		]);
	});
});
