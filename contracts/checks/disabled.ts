import type { Contract } from "../contract";
import { nearest } from "../nearest";

/** Rules to be switched off that there are not. Events cannot be: what a trigger does not publish is in no archive. */
export function unknownRules(
	disabled: readonly string[],
	contracts: readonly Contract[],
): string[] {
	const rules = contracts.flatMap(({ name, rules }) =>
		Object.entries(rules).map(([rule, { on }]) => ({
			name: `${name}/${rule}`,
			on,
		})),
	);
	const names = rules.map(({ name }) => name);
	return disabled
		.filter((each) => !names.includes(each))
		.map((each) => {
			const type = eventOf(each, contracts);
			if (type === undefined) {
				const known = nearest(each, names);
				const hint = known ? `: did you mean "${known}"?` : "";
				return `disabledRules has "${each}", which is no rule of a service${hint}`;
			}
			const hearing = rules
				.filter(({ on }) => on.includes(type))
				.map(({ name }) => `"${name}"`);
			return `disabledRules has "${each}", which is an event: what is not published is in no archive, and lost. Switch off the rules that hear it: ${hearing.join(", ") || "there is none"}`;
		});
}

function eventOf(
	name: string,
	contracts: readonly Contract[],
): string | undefined {
	return contracts.flatMap(({ name: service, produces }) =>
		Object.keys(produces).filter((type) => `${service}/${type}` === name),
	)[0];
}
