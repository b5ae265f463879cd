import * as z from "zod";
import { at, isUnknown, list, type Resource } from "./resource";

/** As IAM writes a list. */
export const oneOrMore = z
	.union([z.string(), z.array(z.string())])
	.transform((value) => [value].flat());

const statement = z.object({
	Effect: z.enum(["Allow", "Deny"]),
	Principal: z.unknown().optional(),
	NotPrincipal: z.unknown().optional(),
	Action: oneOrMore.default([]),
	NotAction: oneOrMore.optional(),
	Resource: oneOrMore.default([]),
	NotResource: oneOrMore.optional(),
	Condition: z.unknown().optional(),
});

const document = z.object({
	Statement: z.preprocess((value) => [value].flat(), z.array(statement)),
});

export type Statement = z.infer<typeof statement>;

/** The statements of the policy in a property, a text or an object; none while it is unknown, or where it is something else. */
export function statementsOf(resource: Resource, property: string) {
	return statementsIn(at(resource, property), resource, property);
}

/** What a role may do by the policies within it. */
export function inlineStatements(role: Resource): Statement[] {
	return list(role, "inlinePolicies").flatMap(
		(inline) =>
			statementsIn(Object(inline).policy, role, "inlinePolicies") ?? [],
	);
}

function statementsIn(value: unknown, { name }: Resource, property: string) {
	const parsed = typeof value === "string" ? fromJson(value) : value;
	if (!("Statement" in Object(parsed))) return undefined;
	const read = document.safeParse(parsed);
	if (read.success) return read.data.Statement;
	if (isUnknown(parsed)) return undefined;
	throw new Error(
		`The property ${property} of ${name} is no policy document:\n${z.prettifyError(read.error)}`,
	);
}

/** Other types have a property of the same name that is no JSON. */
function fromJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

/** What it excludes by, where it allows all the rest. */
export function exclusionsOf(statement: Statement): string[] {
	if (statement.Effect === "Deny") return [];
	return (["NotAction", "NotResource", "NotPrincipal"] as const).filter(
		(key) => statement[key] !== undefined,
	);
}

/** Stands for more than one name. */
export const isPattern = (name: string) => /[*?]/.test(name);

/** Lets in whoever comes. */
export function isOpen({ Effect, Principal }: Statement): boolean {
	const principals =
		typeof Principal === "object" && Principal !== null
			? Object.values(Principal).flat()
			: [Principal];
	return Effect === "Allow" && principals.includes("*");
}

/** Refuses what is not encrypted on its way. */
export function isTlsOnly({ Effect, Principal, Condition }: Statement) {
	const { Bool } = Object(Condition);
	return (
		Effect === "Deny" &&
		Principal === "*" &&
		Object(Bool)["aws:SecureTransport"] === "false"
	);
}
