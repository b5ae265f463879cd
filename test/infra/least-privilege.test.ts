import * as functions from "../../functions";
import { networkExceptions, policyExceptions } from "../../policy/exceptions";
import { evaluate } from "./evaluate";
import { grantedTo, isNarrow, statementsOf } from "./policies";
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
	listener: [
		...telemetry,
		...receive,
		"dynamodb:PutItem",
		"events:PutEvents",
		"s3:GetObject",
		"s3:ListBucket",
		"s3:PutObject",
	],
	trigger: [
		...telemetry,
		"dynamodb:DescribeStream",
		"dynamodb:GetRecords",
		"dynamodb:GetShardIterator",
		"dynamodb:ListStreams",
		"dynamodb:PutItem",
		"events:PutEvents",
		"s3:ListBucket",
		"s3:PutObject",
	],
	webhook: [...telemetry, "dynamodb:PutItem", "secretsmanager:GetSecretValue"],
	job: [
		...telemetry,
		...receive,
		"dynamodb:BatchGetItem",
		"dynamodb:GetItem",
		"dynamodb:PutItem",
		"dynamodb:Query",
		"events:PutEvents",
		"s3:PutObject",
		"secretsmanager:GetSecretValue",
	],
	/** Not a function: by it schedules send. */
	schedules: ["sqs:SendMessage"],
	faults: [...telemetry, ...receive, "dynamodb:GetItem", "dynamodb:PutItem"],
	drain: [
		...telemetry,
		...receive,
		"events:PutEvents",
		"s3:GetObject",
		"s3:ListBucket",
		"s3:PutObject",
	],
};

/** What follows from a rule that calls, or that collects until a deadline. */
const more: Record<string, string[]> = {
	"payment-listener": ["dynamodb:GetItem", "secretsmanager:GetSecretValue"],
	"fulfillment-trigger": [
		"dynamodb:Query",
		"iam:PassRole",
		"scheduler:CreateSchedule",
	],
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
					const actions = grantedTo(run, role)
						.flatMap(({ Action }) => Action)
						// By the marks of the contract, not by the kind: see protection.test.ts.
						.filter((action) => !action.startsWith("kms:"));
					const service = role.name.split("-")[0];
					const expected = [
						...(allowed[kind] ?? []),
						...(more[`${service}-${kind}`] ?? []),
					];
					expect([...new Set(actions)].sort()).toEqual(expected.sort());
					return true;
				},
				2,
			);
		},
	);

	const ofFunctions = () =>
		roles.filter((role) => kindOf(role) !== "schedules");

	it("belongs to one function, and each function has one", () => {
		const used = ofType(run, "Function").map((fn) => text(fn, "role"));
		expect(used.length).toBeGreaterThanOrEqual(20);
		expect(new Set(used).size).toBe(used.length);
		expect(ofFunctions()).toHaveLength(used.length);
	});

	it("is assumed by Lambda alone, but for that of schedules", () => {
		everyOf(
			ofFunctions(),
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
			(policy) =>
				statementsOf(policy).every((statement) =>
					isNarrow(statement, policyExceptions),
				),
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

	/** The content of a large event is where it was published. */
	const claimsIn = (region: string) => {
		const arn = `arn:aws:s3:::hub-${region}-claims-bucket-1234567`;
		return [`${arn}/*`, arn];
	};

	it("reaches nothing of another service, and of another region only the claims that it may have to read", () => {
		everyOf(
			roles,
			({ name, ...role }) => {
				const [, service, region] =
					/^(hub|restaurant|customer|payment|fulfillment|delivery)-([a-z]+-[a-z]+-\d)-/.exec(
						name,
					) ?? [];
				const resources = grantedTo(run, { name, ...role }).flatMap(
					({ Resource = [] }) => Resource,
				);
				expect(resources.length).toBeGreaterThan(0);
				const others = functions.services
					.map((each) => each.name)
					.filter((each) => each !== service);
				const other = region === "us-east-1" ? "us-west-2" : "us-east-1";
				const isForeign = (arn: string) =>
					arn.includes(other) || others.some((each) => arn.includes(each));
				expect(resources.filter(isForeign)).toEqual(
					name.endsWith("-listener-role") ? claimsIn(other) : [],
				);
				return true;
			},
			20,
		);
	});
});

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
	for (const { reason } of [...policyExceptions, ...networkExceptions])
		expect(reason.length).toBeGreaterThan(20);
});
