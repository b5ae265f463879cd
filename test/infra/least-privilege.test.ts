import { evaluate } from "./evaluate";
import { grantedTo, type Statement, statementsOf } from "./policies";
import { policyExceptions } from "./policy-exceptions";
import { everyOf, ofType, text } from "./query";
import type { Registered, Run } from "./run";

const telemetry = [
	"logs:CreateLogStream",
	"logs:PutLogEvents",
	"xray:PutTelemetryRecords",
	"xray:PutTraceSegments",
];
const receive = [
	"sqs:DeleteMessage",
	"sqs:GetQueueAttributes",
	"sqs:ReceiveMessage",
];

/** All that a function of each kind may do. */
const allowed: Record<string, string[]> = {
	rest: [
		...telemetry,
		"dynamodb:BatchGetItem",
		"dynamodb:GetItem",
		"dynamodb:PutItem",
		"dynamodb:Query",
	],
	listener: [...telemetry, ...receive, "dynamodb:PutItem", "events:PutEvents"],
	trigger: [
		...telemetry,
		"dynamodb:DescribeStream",
		"dynamodb:GetRecords",
		"dynamodb:GetShardIterator",
		"dynamodb:ListStreams",
		"events:PutEvents",
		"s3:ListBucket",
		"s3:PutObject",
	],
	faults: [...telemetry, ...receive, "dynamodb:UpdateItem"],
};

describe("a role", () => {
	let run: Run;
	let roles: Registered[];

	beforeAll(async () => {
		run = await evaluate({ stack: "prod" });
		roles = ofType(run, "Role");
	});

	const kindOf = ({ name }: Registered) => name.split("-").at(-2) ?? "";

	it.each(Object.keys(allowed))(
		"of the kind %s may do just what its function does",
		(kind) => {
			everyOf(
				roles.filter((role) => kindOf(role) === kind),
				(role) => {
					const actions = grantedTo(run, role).flatMap(({ Action }) => Action);
					expect([...new Set(actions)].sort()).toEqual(allowed[kind]?.sort());
					return true;
				},
				2,
			);
		},
	);

	it("belongs to one function, and each function has one", () => {
		const used = ofType(run, "Function").map((fn) => text(fn, "role"));
		expect(used.length).toBeGreaterThanOrEqual(20);
		expect(new Set(used).size).toBe(used.length);
		expect(roles).toHaveLength(used.length);
	});

	it("is assumed by Lambda alone", () => {
		everyOf(
			roles,
			(role) => {
				expect(statementsOf(role, "assumeRolePolicy")).toEqual([
					{
						Effect: "Allow",
						Action: ["sts:AssumeRole"],
						Principal: { Service: "lambda.amazonaws.com" },
					},
				]);
				return true;
			},
			20,
		);
	});

	it("has inline policies only, each of one role", () => {
		const ids = roles.map(({ name }) => `${name}-id`);
		everyOf(
			ofType(run, "RolePolicy"),
			({ inputs }) => ids.includes(String(inputs.role)),
			66,
		);
		everyOf(roles, ({ inputs }) => !("managedPolicyArns" in inputs), 20);
		expect(ofType(run, "RolePolicyAttachment")).toEqual([]);
	});

	it("is granted no wildcard but those with a reason", () => {
		everyOf(
			ofType(run, "RolePolicy"),
			(policy) => statementsOf(policy).every(isNarrow),
			66,
		);
	});

	it("has only exceptions that are needed", () => {
		const granted = ofType(run, "RolePolicy").flatMap((policy) =>
			statementsOf(policy),
		);
		const unused = policyExceptions.filter(({ actions, resource }) =>
			granted.every(
				({ Action, Resource = [] }) =>
					!Action.some((action) => actions.includes(action)) ||
					!Resource.some((each) => resource.test(each)),
			),
		);
		expect(unused).toEqual([]);
	});

	it("reaches nothing of another service, and nothing of another region", () => {
		everyOf(
			roles,
			({ name, ...role }) => {
				const [, service, region] =
					/^(hub|restaurant|customer|delivery)-([a-z]+-[a-z]+-\d)-/.exec(
						name,
					) ?? [];
				const resources = grantedTo(run, { name, ...role }).flatMap(
					({ Resource = [] }) => Resource,
				);
				expect(resources.length).toBeGreaterThan(3);
				const others = ["restaurant", "customer", "delivery"].filter(
					(each) => each !== service,
				);
				const other = region === "us-east-1" ? "us-west-2" : "us-east-1";
				return resources.every(
					(arn) =>
						!arn.includes(other) && !others.some((each) => arn.includes(each)),
				);
			},
			20,
		);
	});
});

function isNarrow({ Effect, Action, Resource = [] }: Statement): boolean {
	return (
		Effect === "Allow" &&
		Action.every((action) => !action.includes("*")) &&
		Resource.every(
			(arn) =>
				!arn.includes("*") ||
				policyExceptions.some(
					({ actions, resource }) =>
						resource.test(arn) &&
						Action.every((action) => actions.includes(action)),
				),
		)
	);
}

it("every permission names who may use it", async () => {
	const run = await evaluate({ stack: "prod" });
	everyOf(
		ofType(run, "Permission"),
		({ inputs }) =>
			String(inputs.sourceArn).startsWith("arn:aws:execute-api:") &&
			inputs.principal === "apigateway.amazonaws.com" &&
			inputs.action === "lambda:InvokeFunction",
		6,
	);
});

it("each exception says why", () => {
	for (const { reason } of policyExceptions)
		expect(reason.length).toBeGreaterThan(20);
});
