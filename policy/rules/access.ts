import { wildcardExceptions } from "../exceptions";
import { at, has, isUnknown, type Resource } from "../resource";
import { type ResourceRule, unless } from "../rule";
import {
	exclusionsOf,
	inlineStatements,
	isOpen,
	isPattern,
	type Statement,
	statementsOf,
} from "../statements";

/** What a role's policy grants beyond single actions and resources, but for what has a reason. */
function wildcardsOf({ Action, Resource }: Statement): string[] {
	const actions = Action.filter(isPattern);
	const resources = Resource.filter(
		(arn) =>
			isPattern(arn) &&
			!wildcardExceptions(arn).some((exception) =>
				Action.every((action) => exception.actions.includes(action)),
			),
	);
	return [...actions, ...resources];
}

/** All that a resource says who may do what, by whichever property. */
const allStatements = (resource: Resource): Statement[] => [
	...(statementsOf(resource, "policy") ?? []),
	...(statementsOf(resource, "assumeRolePolicy") ?? []),
	...inlineStatements(resource),
];

/** Has no policy, a document, or one that is not known yet. */
function isReadable(resource: Resource): boolean {
	return (
		!has(resource, "policy") ||
		isUnknown(at(resource, "policy")) ||
		statementsOf(resource, "policy") !== undefined
	);
}

/** Where a pattern would let in other accounts, services or regions; behind them are names within the account. */
const isWide = (arn: string) => arn.split(":").slice(0, 5).some(isPattern);

export const access = [
	{
		id: "narrow-permissions",
		checks: ["AwsSolutions-IAM5", "CKV_AWS_355"],
		severity: "high",
		says: "A role may do single actions to single resources.",
		mend: "Name the actions and the resource's ARN; where AWS leaves no choice, add the wildcard and its reason to policy/exceptions.ts.",
		types: [
			"aws:iam/role:Role",
			"aws:iam/rolePolicy:RolePolicy",
			"aws:iam/policy:Policy",
		],
		check: (resource) => [
			...unless(isReadable(resource), "its policy cannot be read"),
			...allStatements(resource)
				.filter(({ Effect }) => Effect === "Allow")
				.flatMap(wildcardsOf)
				.map((wildcard) => `it grants ${wildcard}`),
		],
	},
	{
		id: "nothing-by-exclusion",
		checks: [],
		severity: "high",
		says: "What allows names what it allows: no NotAction, NotResource or NotPrincipal.",
		mend: "Name the actions, the resources and who may; what AWS adds next year would be allowed as well.",
		types: ["aws:*"],
		check: (resource) =>
			allStatements(resource)
				.flatMap(exclusionsOf)
				.map((key) => `it allows by ${key}`),
	},
	{
		id: "trusted-service",
		checks: ["CKV_AWS_60", "CKV_AWS_61"],
		severity: "high",
		says: "A role is assumed by a service of AWS that is named.",
		mend: 'Write the service into the trust policy, such as {"Service":"lambda.amazonaws.com"}.',
		types: ["aws:iam/role:Role"],
		check: (role) =>
			(statementsOf(role, "assumeRolePolicy") ?? []).flatMap((statement) =>
				unless(
					Object.keys(Object(statement.Principal)).join() === "Service" &&
						!isOpen(statement),
					`it is assumed by ${JSON.stringify(statement.Principal)}`,
				),
			),
	},
	{
		id: "permission-source",
		checks: ["CKV_AWS_364", "CKV_AWS_301"],
		severity: "high",
		says: "Who may invoke a function is named down to its ARN.",
		mend: "Set sourceArn; a service without it acts for any account.",
		types: ["aws:lambda/permission:Permission"],
		check: (permission) => [
			...unless(has(permission, "sourceArn"), "it has no sourceArn"),
			...unless(
				!isWide(String(at(permission, "sourceArn"))),
				`its sourceArn is ${at(permission, "sourceArn")}`,
			),
			...unless(at(permission, "principal") !== "*", "its principal is *"),
		],
	},
	{
		id: "no-public-principal",
		checks: ["AwsSolutions-EVB1", "CKV_AWS_168", "CKV_AWS_70", "CKV_AWS_33"],
		severity: "high",
		says: "The policy of a resource, whatever its type, lets in nobody who is not named.",
		mend: "Name the service or the account, and the source by a condition.",
		types: ["aws:*"],
		check: (resource) =>
			// An endpoint's policy lets nobody in, it narrows what goes through.
			resource.type === "aws:ec2/vpcEndpoint:VpcEndpoint"
				? []
				: (statementsOf(resource, "policy") ?? [])
						.filter(isOpen)
						.map(({ Action }) => `anybody may ${Action.join(", ")}`),
	},
	{
		id: "service-with-source",
		checks: ["CKV_AWS_387"],
		severity: "medium",
		says: "A queue takes messages of a service only for a source that is named.",
		mend: 'Add a condition on "aws:SourceArn" or "aws:SourceAccount" to the statement.',
		types: ["aws:sqs/queuePolicy:QueuePolicy"],
		check: (policy) =>
			(statementsOf(policy, "policy") ?? [])
				.filter(
					({ Effect, Principal, Condition }) =>
						Effect === "Allow" &&
						"Service" in Object(Principal) &&
						!JSON.stringify(Condition ?? {}).includes('"aws:Source'),
				)
				.map(() => "it lets a service send for any source"),
	},
	{
		id: "no-function-urls",
		checks: ["CKV_AWS_258"],
		severity: "high",
		says: "A function is called through its API alone.",
		mend: "Remove the function's URL; routes have authorizers.",
		types: ["aws:lambda/functionUrl:FunctionUrl"],
		check: () => ["it is an address of its own"],
	},
] satisfies readonly ResourceRule[];
