import type { Contract } from "../contract";

type Collecting = Extract<Contract["rules"][string], { collects: string }>;

/** The rows of a rule that collects are its own, its events can be told apart from other names, and its deadline can come. */
export function misusedCollection(
	{ name, rows, rules, produces, consumes }: Contract,
	ruleName: string,
	{ on, collects, emits, deadline }: Collecting,
): string[] {
	const where = `${name}: the rule "${ruleName}"`;
	const problems: string[] = [];
	const others = Object.entries(rules).filter(([other]) => other !== ruleName);

	if (rows[collects]?.kind !== "collected")
		problems.push(
			`${where} collects "${collects}", which is ${rows[collects]?.kind ?? "not in the contract"}: declare it as \`collected()\``,
		);
	for (const [other, rule] of others)
		if ("collects" in rule && rule.collects === collects && other > ruleName)
			problems.push(
				`${where} and "${other}" collect the same row "${collects}": one row has one writer, give each rule a row of its own`,
			);

	const from = new Set<string>();
	for (const type of emits) {
		const produced = produces[type];
		if (!produced) {
			problems.push(
				`${where} emits ${type}, which the service does not produce: add it to what it produces`,
			);
			continue;
		}
		const kind = rows[produced.from]?.kind;
		if (kind !== "emission")
			problems.push(
				`${where} emits ${type} from the row "${produced.from}", which is ${kind ?? "not in the contract"}: what it decides is made from an \`emission()\``,
			);
		else from.add(produced.from);
		if ((produced.sensitive ?? []).length > 0)
			problems.push(
				`${where} emits ${type}, whose body has sensitive fields: what is decided is kept as it is, leave them out`,
			);
	}
	if (emits.length === 0)
		problems.push(`${where} collects, but emits nothing: say what follows`);
	if (from.size > 1)
		problems.push(
			`${where} decides into the rows ${quoted([...from])}: what is decided at once is one row, make all its events from it`,
		);
	for (const [other, rule] of others)
		if (
			"collects" in rule &&
			other > ruleName &&
			rule.emits.some((type) => from.has(produces[type]?.from ?? ""))
		)
			problems.push(
				`${where} and "${other}" decide into the same row: give each rule an \`emission()\` of its own`,
			);

	for (const type of on)
		if ((consumes[type]?.decrypts ?? []).length > 0)
			problems.push(
				`${where} collects ${type}, of which the service decrypts fields: they would be kept as they are, read them by a rule that materializes`,
			);
	if (ruleName in produces)
		problems.push(
			`${where} has the name of an event: its handler could not be told from the event's, rename the rule`,
		);
	if (deadline) {
		if (!on.includes(deadline.after))
			problems.push(
				`${where} has a deadline after ${deadline.after}, which it does not collect: name one of ${on.join(", ")}`,
			);
		const life = rows[collects]?.expireAfter ?? 0;
		const { seconds } = deadline;
		if (!Number.isInteger(seconds) || seconds < 1)
			problems.push(
				`${where} has a deadline of ${seconds} s: it must be a whole number of seconds above 0`,
			);
		else if (life > 0 && seconds >= life)
			problems.push(
				`${where} has a deadline of ${seconds} s, when its events have expired after ${life} s: let them live longer`,
			);
	}
	return problems;
}

/** Events of a decision that no rule may take: they would never be published. */
export function undecidedEvents({
	name,
	rows,
	rules,
	produces,
}: Contract): string[] {
	const emitted = new Set(
		Object.values(rules).flatMap((rule) =>
			"collects" in rule ? rule.emits : [],
		),
	);
	return Object.entries(produces)
		.filter(([, { from }]) => rows[from]?.kind === "emission")
		.filter(([type]) => !emitted.has(type))
		.map(
			([type]) =>
				`${name}: ${type} is made of what a rule decides, but no rule emits it: name it in the rule's \`emits\`, or drop the event`,
		);
}

/** Rows that only a rule writes that collects, and that none does. */
export function orphanedCollections({ name, rows, rules, produces }: Contract) {
	const used = new Set(
		Object.values(rules).flatMap((rule) =>
			"collects" in rule
				? [
						rule.collects,
						...rule.emits.flatMap((type) => produces[type]?.from ?? []),
					]
				: [],
		),
	);
	return Object.entries(rows)
		.filter(([, { kind }]) => kind === "collected" || kind === "emission")
		.filter(([row]) => !used.has(row))
		.map(
			([row, { kind }]) =>
				`${name}: no rule uses the ${kind === "collected" ? "collected events" : "emission"} "${row}": add the rule, or drop the row`,
		);
}

function quoted(names: readonly string[]): string {
	return names.map((each) => `"${each}"`).join(" and ");
}
