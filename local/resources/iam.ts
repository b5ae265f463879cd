import {
	CreateRoleCommand,
	DeleteRoleCommand,
	DeleteRolePolicyCommand,
	GetRoleCommand,
	GetRolePolicyCommand,
	IAMClient,
	PutRolePolicyCommand,
	UpdateAssumeRolePolicyCommand,
} from "@aws-sdk/client-iam";
import * as z from "zod";
import { type Context, clientOf } from "./context";
import { handler, jsonText } from "./handler";

export const role = handler({
	inputs: z.object({
		name: z.string(),
		path: z.string().optional(),
		assumeRolePolicy: jsonText,
	}),
	// The emulator enforces no policies, so what only limits a role changes nothing.
	noEffect: [
		"managedPolicyArns",
		"maxSessionDuration",
		"permissionsBoundary",
		"forceDetachPolicies",
	],
	namedBy: "name",
	replaceOn: ["name", "path"],
	async create({ name, path, assumeRolePolicy }, context) {
		const iam = clientOf(context, IAMClient);
		await iam.send(
			new CreateRoleCommand({
				RoleName: name,
				Path: path,
				AssumeRolePolicyDocument: assumeRolePolicy,
			}),
		);
		return described(name, context);
	},
	async update({ name, assumeRolePolicy }, _before, context) {
		await clientOf(context, IAMClient).send(
			new UpdateAssumeRolePolicyCommand({
				RoleName: name,
				PolicyDocument: assumeRolePolicy,
			}),
		);
		return described(name, context);
	},
	async read({ id }, context) {
		const iam = clientOf(context, IAMClient);
		const { Role } = await iam.send(new GetRoleCommand({ RoleName: id }));
		const text = decodeURIComponent(Role?.AssumeRolePolicyDocument ?? "");
		return { inputs: { assumeRolePolicy: text } };
	},
	async delete({ id }, context) {
		const iam = clientOf(context, IAMClient);
		await iam.send(new DeleteRoleCommand({ RoleName: id }));
	},
});

async function described(name: string, context: Context) {
	const iam = clientOf(context, IAMClient);
	const { Role } = await iam.send(new GetRoleCommand({ RoleName: name }));
	const outputs = { arn: Role?.Arn, uniqueId: Role?.RoleId };
	return { id: name, outputs };
}

const policyInputs = z.object({
	name: z.string(),
	role: z.string(),
	policy: jsonText,
});

export const rolePolicy = handler({
	inputs: policyInputs,
	namedBy: "name",
	replaceOn: ["name", "role"],
	create: putPolicy,
	update: (policy, _before, context) => putPolicy(policy, context),
	async read({ inputs: { name, role } }, context) {
		const { PolicyDocument = "" } = await clientOf(context, IAMClient).send(
			new GetRolePolicyCommand({ RoleName: role, PolicyName: name }),
		);
		return { inputs: { policy: decodeURIComponent(PolicyDocument) } };
	},
	async delete({ inputs }, context) {
		await clientOf(context, IAMClient).send(
			new DeleteRolePolicyCommand({
				RoleName: inputs.role,
				PolicyName: inputs.name,
			}),
		);
	},
});

async function putPolicy(
	policy: z.output<typeof policyInputs>,
	context: Context,
) {
	await clientOf(context, IAMClient).send(
		new PutRolePolicyCommand({
			RoleName: policy.role,
			PolicyName: policy.name,
			PolicyDocument: policy.policy,
		}),
	);
	return { id: `${policy.role}:${policy.name}`, outputs: {} };
}
