import { propertyChanges } from "../compare/properties";
import { canonical } from "../compare/values";
import type {
	ContractRecord,
	EventRecord,
	RouteRecord,
	Schema,
} from "../record/recording";
import type { ContractChange } from "../report";
import { fieldsOf } from "./fields";

/** What services say of themselves, before and now: what differs, without a verdict on whether it breaks anybody. */
export type CompareContracts = (
	before: readonly ContractRecord[],
	after: readonly ContractRecord[],
) => ContractChange[];

export const compareContracts: CompareContracts = (before, after) => {
	const names = [...before, ...after].map(({ name }) => name);
	return [...new Set(names)].sort().flatMap((service) => {
		const find = (all: readonly ContractRecord[]) =>
			all.find(({ name }) => name === service);
		const [old, now] = [find(before), find(after)];
		return [
			...presence(old, now),
			...partsOf(old ?? nothing, now ?? nothing),
		].map((change) => ({ service, ...change }));
	});
};

type Change = Omit<ContractChange, "service">;

const nothing: ContractRecord = {
	name: "",
	kind: "",
	owner: "",
	produces: {},
	consumes: {},
	api: {},
	webhooks: {},
	rules: {},
	jobs: {},
	systems: {},
};

function presence(
	old: ContractRecord | undefined,
	now: ContractRecord | undefined,
): Change[] {
	const said = (one: ContractRecord) => ({ kind: one.kind, owner: one.owner });
	const subject = "the service";
	if (!old && now)
		return [{ change: "added", subject, after: canonical(said(now)) }];
	if (old && !now)
		return [{ change: "removed", subject, before: canonical(said(old)) }];
	if (!old || !now) return [];
	return propertyChanges(said(old), said(now)).map(({ path, ...rest }) => ({
		change: "changed",
		subject,
		field: path,
		...rest,
	}));
}

function partsOf(old: ContractRecord, now: ContractRecord): Change[] {
	return [
		...entries(old.produces, now.produces, (n) => `produces ${n}`, eventParts),
		...entries(old.consumes, now.consumes, (n) => `consumes ${n}`, eventParts),
		...entries(old.api, now.api, (n) => n, routeParts),
		...entries(old.webhooks, now.webhooks, (n) => `webhook ${n}`, routeParts),
		...entries(old.rules, now.rules, (n) => `rule ${n}`, termParts),
		...entries(old.jobs, now.jobs, (n) => `job ${n}`, termParts),
		...entries(old.systems, now.systems, (n) => `system ${n}`, termParts),
	];
}

function entries<T>(
	old: Readonly<Record<string, T>>,
	now: Readonly<Record<string, T>>,
	subjectOf: (name: string) => string,
	parts: (old: T, now: T) => Omit<Change, "subject">[],
): Change[] {
	const names = new Set([...Object.keys(old), ...Object.keys(now)]);
	return [...names].sort().flatMap((name): Change[] => {
		const subject = subjectOf(name);
		const [was, is] = [old[name], now[name]];
		if (was === undefined) return [{ change: "added", subject }];
		if (is === undefined) return [{ change: "removed", subject }];
		return parts(was, is).map((part) => ({ subject, ...part }));
	});
}

type Part = Omit<Change, "subject">;

function eventParts(old: EventRecord, now: EventRecord): Part[] {
	return [
		...fieldParts(old.schema, now.schema, ""),
		...termParts(old.terms, now.terms),
	];
}

function routeParts(old: RouteRecord, now: RouteRecord): Part[] {
	const sides = ["query", "body", "response"] as const;
	return [
		...sides.flatMap((side) =>
			fieldParts(old[side] ?? {}, now[side] ?? {}, side),
		),
		...termParts(old.terms, now.terms),
	];
}

function fieldParts(old: Schema, now: Schema, side: string): Part[] {
	const [was, is] = [fieldsOf(old), fieldsOf(now)];
	const paths = new Set([...Object.keys(was), ...Object.keys(is)]);
	return [...paths].sort().flatMap((path): Part[] => {
		const [before, after] = [was[path], is[path]];
		// A schema that is not there has one field: itself, of which nothing is said.
		const isThere = (text: string | undefined) =>
			text !== undefined && text !== "";
		if (before === after || (!isThere(before) && !isThere(after))) return [];
		const field = [side, path].filter(Boolean).join(".");
		return [
			{
				change: !isThere(before)
					? "added"
					: !isThere(after)
						? "removed"
						: "changed",
				field: field || "body",
				...(isThere(before) && { before }),
				...(isThere(after) && { after }),
			},
		];
	});
}

function termParts(old: unknown, now: unknown): Part[] {
	return propertyChanges(old, now).map(({ path, before, after }) => ({
		change:
			before === undefined
				? "added"
				: after === undefined
					? "removed"
					: "changed",
		field: path,
		...(before !== undefined && { before }),
		...(after !== undefined && { after }),
	}));
}
