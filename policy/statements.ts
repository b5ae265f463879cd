import * as z from "zod";
import { at, type Resource, unknown } from "./resource";

const oneOrMore = z
	.union([z.string(), z.array(z.string())])
	.transform((value) => [value].flat());

const statement = z.object({
	Effect: z.enum(["Allow", "Deny"]),
	Principal: z.unknown().optional(),
	Action: oneOrMore,
	Resource: oneOrMore.optional(),
	Condition: z.unknown().optional(),
});

const document = z.object({
	Version: z.literal("2012-10-17"),
	Statement: z.array(statement).min(1),
});

export type Statement = z.infer<typeof statement>;

/** What a policy document says; throws where it is none. */
export function statementsIn(text: string): Statement[] {
	const parsed: unknown = JSON.parse(text);
	return document.parse(parsed).Statement;
}

/** The statements of the policy in a property; none while it is unknown. */
export function statementsOf(resource: Resource, property: string) {
	const text = at(resource, property);
	if (typeof text !== "string" || text === unknown) return undefined;
	return statementsIn(text);
}

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
