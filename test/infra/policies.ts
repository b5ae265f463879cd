import * as z from "zod";
import type { PolicyException } from "../../policy/exceptions";
import { isPattern, oneOrMore } from "../../policy/statements";
import { ofType, text } from "./query";
import type { Registered, Run } from "./run";

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

export function statementsOf(
	resource: Registered,
	property = "policy",
): Statement[] {
	const parsed: unknown = JSON.parse(text(resource, property));
	return document.parse(parsed).Statement;
}

/** All that the inline policies of a role allow. */
export function grantedTo(run: Run, { name }: Registered): Statement[] {
	return ofType(run, "RolePolicy")
		.filter(({ inputs }) => inputs.role === `${name}-id`)
		.flatMap((policy) => statementsOf(policy));
}

/** Allows something by name, and wildcards only as far as there is an exception. */
export function isNarrow(
	{ Effect, Action, Resource = [] }: Statement,
	exceptions: readonly PolicyException[],
): boolean {
	return (
		Effect === "Allow" &&
		!Action.some(isPattern) &&
		Resource.every(
			(arn) =>
				!isPattern(arn) ||
				exceptions.some(
					({ actions, resource }) =>
						resource.test(arn) &&
						Action.every((action) => actions.includes(action)),
				),
		)
	);
}
