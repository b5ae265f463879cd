import * as iam from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import { partsOf } from "./arn";

/** What a role may do: actions by name, resources by ARN. */
export interface Statement {
	actions: readonly string[];
	resources: readonly pulumi.Input<string>[];
	/** As IAM writes it: operator, key, values. */
	condition?: Readonly<Record<string, object>>;
}

/** Whoever can be allowed something: a function's role. */
export interface Grantee {
	/** Adds one inline policy; `verb` names it. */
	allow(verb: string, statements: readonly Statement[]): void;
}

export function policyDocument(
	statements: readonly Statement[],
): pulumi.Output<string> {
	return pulumi.jsonStringify({
		Version: "2012-10-17",
		Statement: statements.map(({ actions, resources, condition }) => ({
			Effect: "Allow",
			Action: actions,
			Resource: resources,
			...(condition && { Condition: condition }),
		})),
	});
}

export const assumedByLambda = JSON.stringify({
	Version: "2012-10-17",
	Statement: [
		{
			Effect: "Allow",
			Action: "sts:AssumeRole",
			Principal: { Service: "lambda.amazonaws.com" },
		},
	],
});

/**
 * For the schedules of one group in one account: no other account's scheduler can be made to use the role.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html
 */
export function assumedByScheduler(
	groupArn: pulumi.Output<string>,
): pulumi.Output<string> {
	const account = groupArn.apply((arn) => partsOf(arn).account);
	return pulumi.jsonStringify({
		Version: "2012-10-17",
		Statement: [
			{
				Effect: "Allow",
				Action: "sts:AssumeRole",
				Principal: { Service: "scheduler.amazonaws.com" },
				Condition: {
					ArnEquals: { "aws:SourceArn": groupArn },
					StringEquals: { "aws:SourceAccount": account },
				},
			},
		],
	});
}

/** A role's inline policies, so that whoever needs them in force can depend on them. */
export class RolePolicies implements Grantee {
	readonly policies: iam.RolePolicy[] = [];

	constructor(
		private readonly name: string,
		private readonly role: iam.Role,
		private readonly parent: pulumi.Resource,
	) {}

	allow(verb: string, statements: readonly Statement[]): void {
		const policy = policyDocument(statements);
		this.policies.push(
			new iam.RolePolicy(
				`${this.name}-${verb}`,
				{ role: this.role.id, policy },
				{ parent: this.parent },
			),
		);
	}
}
