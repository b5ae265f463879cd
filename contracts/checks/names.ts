import type { Contract } from "../contract";
import { deadlinePassed, envelopeFields, stampFields } from "../envelope";
import type { External } from "../external";
import { limits } from "../limits";

export const kebab = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
/** `<entity>-<past-tense verb>`, a version behind a dot where there are several. */
const eventType = /^[a-z][a-z0-9]*(-[a-z0-9]+)+(\.v[0-9]+)?$/;
/** It is part of the names of functions (64 characters) and roles. */
const maxServiceName = 24;
/** What AWS takes as a tag's value: the owner is one. https://docs.aws.amazon.com/tag-editor/latest/userguide/tagging.html */
const tagValue = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,256}$/u;
/** What EventBridge takes as an event's source. https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsRequestEntry.html */
const eventSource = /^(?!aws\.)[\w.\-/@]{1,256}$/;

/** What a fault names where no rule is at fault: all of them are run again then. */
const reservedRules = ["envelope", "change"];

/** Names of services and externals that more than one of them has. */
export function doubledNames(all: readonly External[]): string[] {
	const names = all.map(({ name }) => name);
	const twice = names.filter((name, i) => names.indexOf(name) < i);
	return [...new Set(twice)].map(
		(name) =>
			`several services or externals are named "${name}": rename all but one`,
	);
}

/** Names within a service that AWS or the repository would refuse. */
export function illegalNames({ name, owner, rows, rules }: Contract): string[] {
	const problems: string[] = [];
	if (!kebab.test(name) || name.length > maxServiceName)
		problems.push(
			`service "${name}": the name must be lower case with hyphens, at most ${maxServiceName} characters`,
		);
	if (!tagValue.test(owner))
		problems.push(
			`${name}: the owner "${owner}" becomes a tag, which has 1 to 256 letters, digits, spaces and _.:/=+-@`,
		);
	for (const [what, names] of [
		["row", Object.keys(rows)],
		["rule", Object.keys(rules)],
	] as const)
		for (const each of names)
			if (!kebab.test(each))
				problems.push(
					`${name}: the ${what} "${each}" must be lower case with hyphens`,
				);
	for (const rule of Object.keys(rules))
		if (reservedRules.includes(rule))
			problems.push(
				`${name}: the rule "${rule}" has a name that faults have of what failed before any rule: rename it`,
			);
	for (const [row, { fields }] of Object.entries(rows))
		problems.push(
			...reserved(`${name}: the row "${row}"`, fields, stampFields),
		);
	return problems;
}

/** The same of a producer outside the program; the name is that of a source only. */
export function illegalExternalName({ name }: External): string[] {
	if (eventSource.test(name)) return [];
	return [
		`external "${name}": the name must be the source of its events: at most 256 letters, digits and .-_/@, not starting with "aws."`,
	];
}

/** Names of events that the bus would refuse or that are not this platform's; those of externals are their own. */
export function illegalEventNames({
	name,
	produces,
}: Pick<Contract, "name" | "produces">): string[] {
	return Object.keys(produces)
		.filter((type) => !eventType.test(type) || isTooLong(type))
		.map(
			(type) =>
				`${name}: the event "${type}" must be named <entity>-<past-tense verb> in lower case, at most ${limits.eventTypeBytes} bytes`,
		);
}

/** Fields of events that would hide the envelope's own. */
export function reservedEventFields({
	name,
	produces,
	consumes = {},
}: External & Partial<Pick<Contract, "consumes">>): string[] {
	const events = [...Object.entries(produces), ...Object.entries(consumes)];
	const problems = events.flatMap(([type, { body }]) =>
		reserved(`${name}: ${type}`, body, envelopeFields),
	);
	if (deadlinePassed in produces || deadlinePassed in consumes)
		problems.push(
			`${name}: the event "${deadlinePassed}" is reserved for what schedules tell: rename it`,
		);
	return problems;
}

const isTooLong = (type: string) =>
	Buffer.byteLength(type) > limits.eventTypeBytes;

function reserved(
	where: string,
	fields: object,
	names: readonly string[],
): string[] {
	return Object.keys(fields)
		.filter((field) => names.includes(field))
		.map((field) => `${where}: the field "${field}" is reserved: rename it`);
}
