import { list } from "../resource";
import { type ResourceRule, unless } from "../rule";

const iam = (name: string) =>
	`aws:iam/${name.charAt(0).toLowerCase()}${name.slice(1)}:${name}`;

const attachments = [
	"RolePolicyAttachment",
	"RolePolicyAttachmentsExclusive",
	"PolicyAttachment",
	"UserPolicyAttachment",
	"UserPolicyAttachmentsExclusive",
	"GroupPolicyAttachment",
	"GroupPolicyAttachmentsExclusive",
].map(iam);

export const identities = [
	{
		id: "no-managed-policies",
		checks: ["AwsSolutions-IAM4"],
		severity: "medium",
		says: "A role has policies of this program's own, not those that AWS manages.",
		mend: "Grant what the function does by a verb of the component that it does it to.",
		types: ["aws:iam/role:Role", ...attachments],
		check: (resource) => [
			...unless(
				!attachments.includes(resource.type),
				"it attaches a managed policy",
			),
			...unless(
				list(resource, "managedPolicyArns").length === 0,
				"it has managed policies",
			),
		],
	},
	{
		id: "no-users",
		checks: ["CKV_AWS_273"],
		severity: "high",
		says: "Only roles have permissions: there are no users, groups or keys that last.",
		mend: "Give people a single sign-on and programs a role; neither belongs to this program.",
		types: [
			"User",
			"UserPolicy",
			"UserPoliciesExclusive",
			"UserLoginProfile",
			"UserGroupMembership",
			"AccessKey",
			"SshKey",
			"ServiceSpecificCredential",
			"SigningCertificate",
			"Group",
			"GroupPolicy",
			"GroupPoliciesExclusive",
			"GroupMembership",
		].map(iam),
		check: () => ["it is for a person or a key, not for a function"],
	},
] satisfies readonly ResourceRule[];
