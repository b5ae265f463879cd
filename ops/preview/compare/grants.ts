import type { Recording, Registered } from "../record/recording";
import { unknown } from "../record/recording";
import type { PermissionChange } from "../report";
import { type Statement, statementsOf } from "./document";
import { Labels } from "./labels";
import { Places } from "./place";
import { canonical } from "./values";

/** One action of one party on one thing. */
export type Grant = Omit<PermissionChange, "change" | "actions"> & {
	action: string;
};

/** A grant, and the URN of the resource that gives it. */
export type Given = [urn: string, grant: Grant];

const role = "aws:iam/role:Role";
const fn = "aws:lambda/function:Function";
const rolePolicy = "aws:iam/rolePolicy:RolePolicy";
const attachment = "aws:iam/rolePolicyAttachment:RolePolicyAttachment";
const permission = "aws:lambda/permission:Permission";
const functionUrl = "aws:lambda/functionUrl:FunctionUrl";
const policy = "aws:iam/policy:Policy";
const userPolicy = "aws:iam/userPolicy:UserPolicy";
const groupPolicy = "aws:iam/groupPolicy:GroupPolicy";
const userAttachment = "aws:iam/userPolicyAttachment:UserPolicyAttachment";
const groupAttachment = "aws:iam/groupPolicyAttachment:GroupPolicyAttachment";

const members = [userPolicy, groupPolicy, userAttachment, groupAttachment];

/** All that a program allows and denies, one by one. */
export function grantsOf(
	{ resources, regions }: Recording,
	/** Of both trees, so that a region that is new or gone is known in both. */
	allRegions: readonly string[] = regions,
): Given[] {
	const reader = new GrantReader(resources, allRegions);
	return resources
		.filter(({ custom }) => custom)
		.flatMap((each) =>
			reader.of(each).map((grant): Given => [each.urn, grant]),
		);
}

class GrantReader {
	private readonly labels: Labels;
	private readonly places: Places;
	private readonly byUrn: ReadonlyMap<string, Registered>;
	/** A role's URN -> the functions that have it. */
	private readonly users = new Map<string, string[]>();

	constructor(resources: readonly Registered[], regions: readonly string[]) {
		this.labels = new Labels(resources);
		this.places = new Places(resources, regions);
		this.byUrn = new Map(resources.map((each) => [each.urn, each]));
		for (const each of resources.filter(({ type }) => type === fn))
			for (const urn of each.propertyDependencies.role ?? [])
				this.users.set(urn, [...(this.users.get(urn) ?? []), each.name]);
	}

	of(resource: Registered): Grant[] {
		const { inputs, type } = resource;
		switch (type) {
			case role:
				return [...this.trust(resource), ...this.inline(resource)];
			case rolePolicy:
			case userPolicy:
			case groupPolicy:
				return this.documents(resource, inputs.policy, this.holders(resource));
			case attachment:
			case userAttachment:
			case groupAttachment:
				return this.holders(resource).map((who) =>
					this.managed(resource, who, inputs.policyArn),
				);
			case policy:
				return this.documents(resource, inputs.policy, [
					`whoever has ${resource.name}`,
				]);
			case permission:
				return [this.invocation(resource)];
			case functionUrl:
				return inputs.authorizationType === "NONE"
					? [
							this.grant(resource, {
								kind: "resource",
								who: "anybody",
								action: "lambda:InvokeFunctionUrl",
								on: this.referred(resource, "functionName"),
								public: true,
							}),
						]
					: [];
			default:
				return this.resourcePolicy(resource);
		}
	}

	private trust(resource: Registered): Grant[] {
		const { assumeRolePolicy } = resource.inputs;
		return this.documents(resource, assumeRolePolicy, [], {
			kind: "trust",
			on: resource.name,
		});
	}

	private inline(resource: Registered): Grant[] {
		const { inlinePolicies, managedPolicyArns } = resource.inputs;
		const whos = this.usersOf(resource.urn, resource.name);
		const own = list(inlinePolicies).flatMap((each) =>
			this.documents(resource, Object(each).policy, whos),
		);
		const managed = list(managedPolicyArns).flatMap((arn) =>
			whos.map((who) => this.managed(resource, who, arn)),
		);
		return [...own, ...managed];
	}

	/** What a policy of elsewhere allows is not known here. */
	private managed(resource: Registered, who: string, arn: unknown): Grant {
		const on = this.labels.of(String(arn));
		return this.grant(resource, { who, action: "*", on });
	}

	private invocation(resource: Registered): Grant {
		const { principal, action, sourceArn, sourceAccount } = resource.inputs;
		const condition = {
			...(sourceArn !== undefined && { sourceArn }),
			...(sourceAccount !== undefined && { sourceAccount }),
		};
		return this.grant(resource, {
			kind: "resource",
			who: String(principal),
			action: String(action),
			on: this.referred(resource, "function"),
			condition: Object.keys(condition).length > 0 ? condition : undefined,
			public: principal === "*",
		});
	}

	/** Of whatever type: a document that names principals. */
	private resourcePolicy(resource: Registered): Grant[] {
		const { policy: document } = resource.inputs;
		if (document === undefined) return [];
		return this.documents(resource, document, [], { kind: "resource" });
	}

	private documents(
		resource: Registered,
		document: unknown,
		whos: readonly string[],
		given: Partial<Grant> = {},
	): Grant[] {
		const statements = statementsOf(document);
		if (!statements) {
			if (document === undefined) return [];
			const parties = whos.length > 0 ? whos : [resource.name];
			return parties.map((who) =>
				this.grant(resource, {
					...given,
					who,
					action: unknown,
					on: resource.name,
				}),
			);
		}
		return statements.flatMap((statement) =>
			this.statement(resource, statement, whos, given),
		);
	}

	private statement(
		resource: Registered,
		{ effect, principals, actions, resources, condition }: Statement,
		whos: readonly string[],
		given: Partial<Grant>,
	): Grant[] {
		// A document without principals is of whoever has it.
		const named =
			principals.length > 0
				? principals.map((each) => this.labels.of(each))
				: [`whoever has ${resource.name}`];
		const parties = whos.length > 0 ? whos : named;
		const things = resources.length > 0 ? resources : [resource.name];
		return parties.flatMap((who) =>
			actions.flatMap((action) =>
				things.map((thing) =>
					this.grant(resource, {
						on: this.labels.of(thing),
						...given,
						effect,
						who: who === "*" ? "anybody" : who,
						action,
						condition,
						public: who === "*" && effect === "allow",
					}),
				),
			),
		);
	}

	private grant(
		resource: Registered,
		given: Omit<Partial<Grant>, "condition"> & { condition?: unknown },
	): Grant {
		const { condition, ...rest } = given;
		return {
			...this.places.of(resource),
			kind: "role",
			effect: "allow",
			who: "",
			action: "",
			on: resource.name,
			public: false,
			...rest,
			...(condition !== undefined && {
				condition: this.labels.of(canonical(condition)),
			}),
		};
	}

	/** Of whom a policy is: a user, a group, the functions that have the role, or the role itself. */
	private holders(resource: Registered): string[] {
		const member = memberOf(resource);
		if (member !== undefined) return [member];
		const urns = resource.propertyDependencies.role ?? [];
		const found = urns.flatMap((urn) => {
			const { name } = this.byUrn.get(urn) ?? {};
			return name ? this.usersOf(urn, name) : [];
		});
		return found.length > 0 ? found : [String(resource.inputs.role)];
	}

	private usersOf(urn: string, name: string): string[] {
		return this.users.get(urn) ?? [name];
	}

	private referred(resource: Registered, property: string): string {
		const urns = resource.propertyDependencies[property] ?? [];
		const names = urns.flatMap((urn) => this.byUrn.get(urn)?.name ?? []);
		return names[0] ?? this.labels.of(String(resource.inputs[property]));
	}
}

/** The user or the group that a policy is of, if it is of one. */
export function memberOf({
	type,
	inputs: { user, group },
}: Registered): string | undefined {
	if (!members.includes(type)) return undefined;
	return user === undefined ? `group ${group}` : `user ${user}`;
}

function list(value: unknown): unknown[] {
	return Array.isArray(value) ? value : [];
}
