import { propertyChanges } from "../compare/properties";
import { canonical } from "../compare/values";
import type {
	ContractRecord,
	EventRecord,
	RouteRecord,
} from "../record/recording";
import type { ContractChange } from "../report";
import { fieldParts, type Part, termParts } from "./parts";
import { rowParts } from "./rows";

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
	rows: {},
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
		...entries(old.rows, now.rows, (n) => `row ${n}`, rowParts),
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
