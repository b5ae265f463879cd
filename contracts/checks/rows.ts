import { safeParse } from "zod";
import type { Contract } from "../contract";
import { isPublished } from "../rows";
import { outsideSubset } from "../schema/subset";
import { misusedCall } from "./calls";
import { misusedCollection } from "./collections";

/** Rows, rules and events that do not fit each other: what is published, and who writes a view. */
export function misusedRows(contract: Contract): string[] {
	return [
		...misusedByEvents(contract),
		...Object.keys(contract.rows).flatMap((row) => misusedRow(contract, row)),
		...unhandledEvents(contract),
		...misusedRules(contract),
		...unstorable(contract),
	];
}

function misusedByEvents({ name, rows, produces }: Contract): string[] {
	return Object.entries(produces).flatMap(([type, { from, on, when }]) => {
		const row = rows[from];
		if (on.length === 0)
			return [`${name}: ${type} is made of no change: say in \`on\` of which`];
		// A deletion leaves the row's fields as they were, so it never brings the row into a state.
		const moves = on.some((change) => change !== "deleted");
		if (when && (Object.keys(when).length === 0 || !moves))
			return [
				`${name}: ${type} would never be published: \`when\` needs a field, and a change that is not "deleted"`,
			];
		if (row?.kind === "emission") return misusedEmission(name, type, on, when);
		if (row?.kind !== "published")
			return [
				`${name}: ${type} is made from the row "${from}", which is ${row?.kind ?? "not in the contract"}: only a published row's changes become events`,
			];
		return Object.entries(when ?? {}).flatMap(([field, value]) => {
			const schema = row.fields[field];
			const depends = `${name}: ${type} depends on "${field}"`;
			if (!schema)
				return [
					`${depends}, which the row "${from}" does not have: name one of its fields`,
				];
			if (safeParse(schema, value).success) return [];
			return [
				`${depends} being ${JSON.stringify(value)}, which it never is in the row "${from}": name a value that its schema allows`,
			];
		});
	});
}

/** It is made of what a rule decides, and once. */
function misusedEmission(
	name: string,
	type: string,
	on: readonly string[],
	when: object | undefined,
): string[] {
	if (on.length === 1 && on[0] === "created" && !when) return [];
	return [
		`${name}: ${type} is made of what a rule decides, which is once: \`on\` must be ["created"], without \`when\``,
	];
}

function misusedRow(
	{ name, rows, produces, rules }: Contract,
	row: string,
): string[] {
	const kind = rows[row]?.kind;
	const problems: string[] = [];
	const events = Object.values(produces).filter(({ from }) => from === row);
	if (isPublished(kind) && events.length === 0)
		problems.push(
			`${name}: the row "${row}" is published, but no event is made from it: produce one, or make the row internal`,
		);
	const writers = Object.entries(rules)
		.filter(([, rule]) => "materializes" in rule && rule.materializes === row)
		.map(([rule]) => `"${rule}"`);
	if (writers.length > 0 && kind !== "materialized")
		problems.push(
			`${name}: the rule ${writers[0]} materializes "${row}", which is ${kind}: declare a materialized row of its own for the view`,
		);
	if (writers.length > 1)
		problems.push(
			`${name}: the row "${row}" is written by the rules ${writers.join(" and ")}: one row has one writer, give each rule a row of its own`,
		);
	if (kind === "materialized" && writers.length === 0)
		problems.push(
			`${name}: no rule materializes the row "${row}": add the rule, or drop the row`,
		);
	return problems;
}

function unhandledEvents({ name, consumes, rules }: Contract): string[] {
	const handled = new Set(Object.values(rules).flatMap(({ on }) => on));
	return Object.keys(consumes)
		.filter((type) => !handled.has(type))
		.map(
			(type) =>
				`${name} consumes ${type}, but no rule handles it: add a rule, or drop the event`,
		);
}

function misusedRules(contract: Contract): string[] {
	const { name, rows, rules, produces } = contract;
	return Object.entries(rules).flatMap(([ruleName, rule]) => {
		const where = `${name}: the rule "${ruleName}"`;
		if ("collects" in rule) return misusedCollection(contract, ruleName, rule);
		if ("calls" in rule) return misusedCall(contract, ruleName, rule);
		if ("materializes" in rule)
			return rule.materializes in rows
				? []
				: [
						`${where} materializes "${rule.materializes}", which is not in the contract: declare the row`,
					];
		if (!rule.emits || rule.emits.length === 0)
			return [
				`${where} does nothing: it must materialize a row or emit events`,
			];
		return rule.emits.flatMap((type) => {
			const produced = produces[type];
			if (!produced)
				return [
					`${where} emits ${type}, which the service does not produce: add it to what it produces`,
				];
			if (rows[produced.from]?.kind === "emission")
				return [
					`${where} emits ${type}, which is made of what a rule decides: make it from a published row, or let the rule collect its events`,
				];
			if (produced.on.includes("created")) return [];
			return [
				`${where} emits ${type}, which is not made of a row's creation: add "created" to its \`on\``,
			];
		});
	});
}

/** Fields that the table or a schema of the subset could not hold, and lives that end before they start. */
function unstorable({ name, rows }: Contract): string[] {
	return Object.entries(rows).flatMap(([row, { schema, expireAfter = 1 }]) => [
		...outsideSubset(schema).map(
			({ path, reason }) => `${name}: the row "${row}": ${path}: ${reason}`,
		),
		...(Number.isInteger(expireAfter) && expireAfter > 0
			? []
			: [
					`${name}: the row "${row}" expires after ${expireAfter}: it must be a whole number of seconds above 0`,
				]),
	]);
}
