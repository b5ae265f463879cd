/** One statement of a policy, as IAM writes it. */
export interface Statement {
	effect: "allow" | "deny";
	/** `*`, or as `Service: events.amazonaws.com`; none in a role's policy. */
	principals: string[];
	actions: string[];
	resources: string[];
	condition: unknown;
}

/** The statements of a policy document; undefined where the text is none, such as one that is not known yet. */
export function statementsOf(text: unknown): Statement[] | undefined {
	const document = parsed(text);
	if (typeof document !== "object" || document === null) return undefined;
	if (!("Statement" in document)) return undefined;
	return listed(document.Statement).map((each) => {
		const statement: Record<string, unknown> = { ...Object(each) };
		return {
			effect: statement.Effect === "Deny" ? "deny" : "allow",
			...partiesOf(statement),
			actions: [
				...listed(statement.Action).map(String),
				...listed(statement.NotAction).map(String).map(butFor),
			],
			resources: [
				...listed(statement.Resource).map(String),
				...listed(statement.NotResource).map(String).map(butFor),
			],
		};
	});
}

function parsed(text: unknown): unknown {
	if (typeof text !== "string") return text;
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

function listed(value: unknown): unknown[] {
	if (value === undefined || value === null) return [];
	return Array.isArray(value) ? value : [value];
}

/** To allow all but one is to allow anybody: the exception is a condition of it. */
function partiesOf({
	Effect,
	Principal,
	NotPrincipal,
	Condition,
}: Record<string, unknown>): Pick<Statement, "principals" | "condition"> {
	if (NotPrincipal === undefined)
		return { principals: principalsOf(Principal), condition: Condition };
	return Effect === "Deny"
		? {
				principals: principalsOf(NotPrincipal).map(butFor),
				condition: Condition,
			}
		: {
				principals: ["*"],
				condition: { ...Object(Condition), NotPrincipal },
			};
}

const butFor = (text: string) => `all but ${text}`;

function principalsOf(principal: unknown): string[] {
	if (typeof principal === "string") return [principal];
	return Object.entries({ ...Object(principal) }).flatMap(([kind, who]) =>
		listed(who).map((each) => (each === "*" ? "*" : `${kind}: ${each}`)),
	);
}
