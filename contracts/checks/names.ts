import type { Contract } from "../contract";
import { envelopeFields, stampFields } from "../envelope";
import { limits } from "../limits";

const kebab = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
/** `<entity>-<past-tense verb>`, a version behind a dot where there are several. */
const eventType = /^[a-z][a-z0-9]*(-[a-z0-9]+)+(\.v[0-9]+)?$/;
/** It is part of the names of functions (64 characters) and roles. */
const maxServiceName = 24;

/** Names that AWS, the envelope or the repository would refuse. */
export function illegalNames(contract: Contract): string[] {
	const { name, kind, rows, produces, consumes, rules } = contract;
	const problems: string[] = [];
	if (!kebab.test(name) || name.length > maxServiceName)
		problems.push(
			`service "${name}": the name must be lower case with hyphens, at most ${maxServiceName} characters`,
		);
	if (kind === "control" && Object.keys(contract.api).length > 0)
		problems.push(
			`${name}: a control service has no API; make it a bff, or drop its routes`,
		);
	for (const type of [...Object.keys(produces), ...Object.keys(consumes)]) {
		if (
			!eventType.test(type) ||
			Buffer.byteLength(type) > limits.eventTypeBytes
		)
			problems.push(
				`${name}: the event "${type}" must be named <entity>-<past-tense verb> in lower case, at most ${limits.eventTypeBytes} bytes`,
			);
	}
	for (const [what, names] of [
		["row", Object.keys(rows)],
		["rule", Object.keys(rules)],
	] as const)
		for (const each of names)
			if (!kebab.test(each))
				problems.push(
					`${name}: the ${what} "${each}" must be lower case with hyphens`,
				);
	const bodies = { ...produces, ...consumes };
	for (const [type, { body }] of Object.entries(bodies))
		problems.push(...reserved(`${name}: ${type}`, body, envelopeFields));
	for (const [row, { fields }] of Object.entries(rows))
		problems.push(...reserved(`${name}: the row ${row}`, fields, stampFields));
	return problems;
}

function reserved(
	where: string,
	fields: object,
	names: readonly string[],
): string[] {
	return Object.keys(fields)
		.filter((field) => names.includes(field))
		.map((field) => `${where}: the field "${field}" is reserved: rename it`);
}
