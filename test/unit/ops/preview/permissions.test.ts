import { unknown } from "../../../../ops/preview/record/recording";
import { pageOf } from "../../../../ops/preview/render/page-of";
import { toText } from "../../../../ops/preview/render/text";
import { compared, recording, resource, types } from "./recordings";

const arn = (rest: string) => `arn:aws:dynamodb:us-east-1:123456789012:${rest}`;
const statement = (Action: unknown, rest: object = {}) => ({
	Effect: "Allow",
	Action,
	Resource: arn("table/shop-orders"),
	...rest,
});
const document = (...statements: object[]) =>
	JSON.stringify({ Version: "2012-10-17", Statement: statements });

const table = resource(types.table, "orders-table", {
	inputs: { name: "shop-orders" },
});
const role = resource(types.role, "orders-us-east-1-rest-role");
const fn = resource(types.fn, "orders-us-east-1-rest-function", {
	propertyDependencies: { role: [role.urn] },
});
const policy = (...statements: object[]) =>
	resource(types.rolePolicy, "orders-us-east-1-rest-write", {
		inputs: { policy: document(...statements), role: `${role.name}-id` },
		propertyDependencies: { role: [role.urn] },
	});
const around = [table, role, fn];
const permissions = (
	before: ReturnType<typeof resource>[],
	after: ReturnType<typeof resource>[],
) =>
	compared(recording([...around, ...before]), recording([...around, ...after]))
		.permissions;

describe("a role", () => {
	it("is told as its function, its actions together, on resources by their names", () => {
		const put = policy(statement("dynamodb:PutItem"));
		const more = policy(
			statement(["dynamodb:PutItem", "dynamodb:UpdateItem"]),
			statement("dynamodb:DeleteItem"),
			statement("dynamodb:Query", {
				Resource: [arn("table/shop-orders/index/*")],
			}),
		);
		expect(permissions([put], [more])).toMatchObject([
			{
				change: "new",
				kind: "role",
				who: "orders-us-east-1-rest-function",
				actions: ["dynamodb:DeleteItem", "dynamodb:UpdateItem"],
				on: "orders-table",
			},
			{ actions: ["dynamodb:Query"], on: "orders-table/index/*" },
		]);
		expect(permissions([more], [put]).map(({ change }) => change)).toEqual([
			"gone",
			"gone",
		]);
	});

	it("that means the same in other words has nothing new", () => {
		const one = policy(statement(["dynamodb:PutItem", "dynamodb:GetItem"]));
		const two = policy(
			statement("dynamodb:GetItem"),
			statement("dynamodb:PutItem"),
		);
		expect(permissions([one], [two])).toEqual([]);
	});

	it("without a condition that it had may do more", () => {
		const Condition = { StringEquals: { "aws:SourceAccount": "123456789012" } };
		const bound = policy(statement("dynamodb:PutItem", { Condition }));
		const free = policy(statement("dynamodb:PutItem"));
		expect(permissions([bound], [free])).toMatchObject([
			{ change: "gone", condition: expect.stringContaining("SourceAccount") },
			{ change: "new" },
		]);
	});

	it("whose policy is not known yet is not passed over", () => {
		const later = resource(types.rolePolicy, "orders-us-east-1-rest-write", {
			inputs: { policy: unknown, role: `${role.name}-id` },
			propertyDependencies: { role: [role.urn] },
		});
		expect(permissions([], [later])).toMatchObject([
			{ actions: [unknown], who: fn.name },
		]);
	});

	it("nobody has yet goes by its own name; a policy of AWS's is told by its ARN", () => {
		const lonely = resource(types.role, "lonely", {
			inputs: {
				managedPolicyArns: ["arn:aws:iam::aws:policy/AdministratorAccess"],
				inlinePolicies: [{ policy: document(statement("dynamodb:Scan")) }],
			},
		});
		const attached = resource(
			"aws:iam/rolePolicyAttachment:RolePolicyAttachment",
			"orders-attached",
			{
				inputs: { policyArn: "arn:aws:iam::aws:policy/ReadOnlyAccess" },
				propertyDependencies: { role: [role.urn] },
			},
		);
		expect(permissions([], [lonely, attached])).toMatchObject([
			{ who: "lonely", actions: ["*"], on: expect.stringMatching(/Admin/) },
			{ who: "lonely", actions: ["dynamodb:Scan"], on: "orders-table" },
			{ who: fn.name, actions: ["*"], on: expect.stringMatching(/ReadOnly/) },
		]);
	});

	it("is denied what a statement denies, and all but what it excepts is said so", () => {
		const denied = policy({
			Effect: "Deny",
			NotAction: "dynamodb:GetItem",
			NotResource: arn("table/shop-orders"),
		});
		expect(permissions([], [denied])).toMatchObject([
			{
				effect: "deny",
				actions: ["all but dynamodb:GetItem"],
				on: "all but orders-table",
			},
		]);
	});

	it("may be taken by whom its trust policy names", () => {
		const trusting = (Principal: object) =>
			resource(types.role, "orders-us-east-1-rest-role", {
				inputs: {
					assumeRolePolicy: document({
						Effect: "Allow",
						Action: "sts:AssumeRole",
						Principal,
					}),
				},
			});
		const { permissions: changes } = compared(
			recording([trusting({ Service: "lambda.amazonaws.com" })]),
			recording([
				trusting({ Service: "lambda.amazonaws.com", AWS: "111122223333" }),
			]),
		);
		expect(changes).toMatchObject([
			{
				kind: "trust",
				who: "AWS: 111122223333",
				on: "orders-us-east-1-rest-role",
				public: false,
			},
		]);
	});
});

describe("a resource", () => {
	const queuePolicy = (Principal: unknown, Effect = "Allow") =>
		resource(types.queuePolicy, "orders-queue-policy", {
			inputs: {
				policy: document(statement("sqs:SendMessage", { Principal, Effect })),
			},
		});

	it("tells whom its policy lets in; anybody comes first", () => {
		expect(
			permissions(
				[queuePolicy({ Service: "events.amazonaws.com" })],
				[queuePolicy("*")],
			),
		).toMatchObject([
			{ kind: "resource", who: "anybody", public: true, change: "new" },
			{ who: "Service: events.amazonaws.com", change: "gone" },
		]);
	});

	it("that denies everybody is not public", () => {
		expect(permissions([], [queuePolicy({ AWS: "*" }, "Deny")])).toMatchObject([
			{ effect: "deny", who: "anybody", public: false },
		]);
	});

	it("is invoked by whom a permission names", () => {
		const permission = (principal: string, rest: object = {}) =>
			resource(types.permission, "orders-permission", {
				inputs: {
					action: "lambda:InvokeFunction",
					principal,
					function: "shop-orders-rest",
					...rest,
				},
				propertyDependencies: { function: [fn.urn] },
			});
		expect(
			permissions(
				[],
				[permission("apigateway.amazonaws.com", { sourceArn: "arn:x" })],
			),
		).toMatchObject([
			{
				who: "apigateway.amazonaws.com",
				on: fn.name,
				condition: '{"sourceArn":"arn:x"}',
			},
		]);
		expect(permissions([], [permission("*")])).toMatchObject([
			{ public: true },
		]);
	});

	it("with an open function URL is public", () => {
		const url = (authorizationType: string) =>
			resource("aws:lambda/functionUrl:FunctionUrl", "url", {
				inputs: { authorizationType, functionName: "shop-orders-rest" },
			});
		expect(permissions([url("AWS_IAM")], [url("NONE")])).toMatchObject([
			{ public: true, on: "shop-orders-rest" },
		]);
	});
});

describe("a route", () => {
	const api = resource(types.api, "orders-api");
	const authorizer = (issuer: string) =>
		resource(types.authorizer, "orders-authorizer", {
			inputs: { jwtConfiguration: { issuer, audiences: ["shop"] } },
		});
	const route = (inputs: object) =>
		resource(types.route, "orders-get", {
			inputs: { routeKey: "GET /orders", ...inputs },
			propertyDependencies: {
				apiId: [api.urn],
				authorizerId: [authorizer("").urn],
			},
		});
	const closed = { authorizationType: "JWT", authorizationScopes: ["read"] };
	const changes = (before: object, after: object, issuers = ["a", "a"]) =>
		compared(
			recording([api, authorizer(issuers[0] ?? ""), route(before)]),
			recording([api, authorizer(issuers[1] ?? ""), route(after)]),
		).permissions;

	test.each<[string, object, object, string[], object[]]>([
		[
			"that opens to everybody is public",
			closed,
			{ authorizationType: "NONE" },
			["a", "a"],
			[{ who: "anybody", public: true }, { change: "gone" }],
		],
		[
			"takes another scope",
			closed,
			{ ...closed, authorizationScopes: ["write", "read"] },
			["a", "a"],
			[
				{ change: "new", who: expect.stringContaining("with read or write") },
				{ change: "gone", who: expect.stringContaining("with read, of") },
			],
		],
		[
			"takes tokens of another issuer",
			closed,
			closed,
			["a", "b"],
			[
				{ change: "gone", who: expect.stringContaining("of a for") },
				{ change: "new", who: expect.stringContaining("of b for") },
			],
		],
		[
			"takes any scope",
			closed,
			{ authorizationType: "JWT" },
			["a", "a"],
			[
				{ change: "new", who: expect.stringContaining("of any scope") },
				{ change: "gone" },
			],
		],
		[
			"lets IAM decide",
			closed,
			{ authorizationType: "AWS_IAM" },
			["a", "a"],
			[{ change: "gone" }, { who: "whoever AWS_IAM lets in" }],
		],
	])("%s", (_what, before, after, issuers, expected) => {
		const found = changes(before, after, issuers);
		expect(found).toMatchObject(expected);
		expect(found.every(({ on }) => on === "orders-api")).toBe(true);
	});
});

it("of a region is told there, by the first that is in its name", () => {
	const crossing = resource(
		types.rolePolicy,
		"orders-us-west-2-listener-fetch-us-east-1-claims",
		{
			inputs: {
				policy: document(statement("s3:GetObject")),
				region: undefined,
				role: "orders-us-west-2-listener-role",
			},
		},
	);
	const { permissions: found } = compared(
		recording([]),
		recording([crossing], { regions: ["us-east-1", "us-west-2"] }),
	);
	expect(found).toMatchObject([
		{ region: "us-west-2", who: "orders-us-west-2-listener-role" },
	]);
});

describe("a policy that changed and cannot be read", () => {
	const secret = (hash: string) => ({ "[secret]": hash });
	const readable = document(statement("sqs:SendMessage", { Principal: "*" }));
	const queuePolicy = (text: unknown) =>
		resource(types.queuePolicy, "orders-queue-policy", {
			inputs: { policy: text },
		});
	const told = [
		{
			change: "changed",
			who: "orders-queue-policy",
			on: "orders-queue-policy",
			actions: [],
		},
	];

	test.each<[string, unknown, unknown, object[]]>([
		["secret on both sides", secret("a"), secret("b"), told],
		["secret now", readable, secret("b"), told],
		["secret before", secret("a"), readable, told],
		["not known now", readable, unknown, told],
		["secret, and the same", secret("a"), secret("a"), []],
		["readable, and the same", readable, readable, []],
	])("%s", (_what, before, after, expected) => {
		const report = compared(
			recording([queuePolicy(before)]),
			recording([queuePolicy(after)]),
		);
		expect(report.permissions).toHaveLength(expected.length);
		expect(report.permissions).toMatchObject(expected);
		const text = toText(pageOf(report), false);
		expect(text.includes("changed, cannot be read")).toBe(expected.length > 0);
	});

	it("hides nothing else of its role", () => {
		const of = (hash: string, ...inlinePolicies: object[]) =>
			resource(types.role, "lonely", {
				inputs: { assumeRolePolicy: secret(hash), inlinePolicies },
			});
		const inline = { policy: document(statement("dynamodb:Scan")) };
		expect(permissions([of("a")], [of("b", inline)])).toMatchObject([
			{ change: "changed", kind: "trust", who: "lonely" },
			{ change: "new", actions: ["dynamodb:Scan"] },
		]);
	});
});

test.each([
	["aws:iam/userPolicy:UserPolicy", { user: "ada" }, "user ada"],
	["aws:iam/groupPolicy:GroupPolicy", { group: "ops" }, "group ops"],
])("%s is told with its holder", (type, inputs, who) => {
	const of = (text: unknown) =>
		resource(type, "its-policy", { inputs: { ...inputs, policy: text } });
	const may = of(document(statement("dynamodb:PutItem")));
	expect(permissions([], [may])).toMatchObject([
		{ who, actions: ["dynamodb:PutItem"], on: "orders-table" },
	]);
	expect(permissions([may], [of(unknown)])).toMatchObject([
		{ change: "changed", who, on: "its-policy" },
	]);
	const attached = resource(
		type.replace(/Policy/g, "PolicyAttachment"),
		"attached",
		{ inputs: { ...inputs, policyArn: "arn:aws:iam::aws:policy/Admin" } },
	);
	expect(permissions([], [attached])).toMatchObject([{ who, actions: ["*"] }]);
});

it("of a type that nobody knows, without a principal, is of whoever has it", () => {
	const other = resource("aws:ssoadmin/policy:Policy", "other", {
		inputs: { policy: document(statement("dynamodb:Scan")) },
	});
	expect(permissions([], [other])).toMatchObject([
		{ who: "whoever has other", actions: ["dynamodb:Scan"] },
	]);
});

it("all but one may is anybody may; all but one may not is not", () => {
	const but = (Effect: string) =>
		resource(types.queuePolicy, "orders-queue-policy", {
			inputs: {
				policy: document(
					statement("sqs:SendMessage", {
						Effect,
						NotPrincipal: { AWS: "111122223333" },
					}),
				),
			},
		});
	expect(permissions([], [but("Allow")])).toMatchObject([
		{
			who: "anybody",
			public: true,
			condition: '{"NotPrincipal":{"AWS":"111122223333"}}',
		},
	]);
	expect(permissions([], [but("Deny")])).toMatchObject([
		{ who: "all but AWS: 111122223333", public: false },
	]);
});

describe("in the summary", () => {
	const deny = policy(statement("dynamodb:Scan", { Effect: "Deny" }));
	const allow = policy(statement("dynamodb:Scan"));
	const none = policy();
	test.each([
		["an allow", none, allow, "1 new permission"],
		["an allow that is gone", allow, none, "no new permission"],
		["a deny", none, deny, "no new permission"],
		["a deny that is gone", deny, none, "1 new permission"],
	])("%s counts for what it widens", (_what, before, after, says) => {
		const report = compared(
			recording([...around, before]),
			recording([...around, after]),
		);
		expect(toText(pageOf(report), false)).toContain(`; ${says}.`);
	});
});

describe("a changed policy in the list of resources", () => {
	const topic = (policy: unknown) =>
		resource("aws:sns/topicPolicy:TopicPolicy", "news-policy", {
			inputs: { policy },
		});
	it("points to the permissions where they say something of it", () => {
		const report = compared(
			recording([...around, policy()]),
			recording([...around, policy(statement("dynamodb:Scan"))]),
		);
		expect(toText(pageOf(report), false)).toContain("(see the permissions)");
	});

	it("tells what is another one where they say nothing", () => {
		const [one, two] = ["2012-10-17", "2008-10-17"].map((Version) =>
			topic(JSON.stringify({ Version, Statement: [] })),
		);
		const report = compared(
			recording(one ? [one] : []),
			recording(two ? [two] : []),
		);
		const text = toText(pageOf(report), false);
		expect(text).not.toContain("see the permissions");
		expect(text).toContain("policy.Version: 2012-10-17 → 2008-10-17");
	});
});
