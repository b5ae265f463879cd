import { policy } from "./policy";
import { arn, between, conflict, length, matches, type Rule } from "./rule";

const name = (max: number): Rule[] => [
	conflict("name", "namePrefix"),
	matches(
		"name",
		new RegExp(`^[-\\w+=,.@]{1,${max}}$`),
		`must have 1 to ${max} letters, digits and +=,.@-_`,
	),
];

// https://github.com/hashicorp/terraform-provider-aws/tree/main/internal/service/iam; sizes: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
export const identity: Readonly<Record<string, readonly Rule[]>> = {
	"aws:iam/role:Role": [
		...name(64),
		...policy("assumeRolePolicy", 4096),
		length("description", 0, 1000),
		between("maxSessionDuration", 3600, 43_200),
		arn("permissionsBoundary"),
	],
	"aws:iam/rolePolicy:RolePolicy": [...name(128), ...policy("policy", 10_240)],
	"aws:iam/policy:Policy": [
		...name(128),
		...policy("policy", 6144),
		length("description", 0, 1000),
	],
	"aws:iam/rolePolicyAttachment:RolePolicyAttachment": [arn("policyArn")],
};
