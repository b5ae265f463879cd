import type { Contract } from "../contract";
import type { External } from "../external";
import type { Filter, Test } from "../filter";
import type { Form } from "../schema/form/form";
import { placesAt } from "../schema/places";
import type { ZodType } from "../schema/z";

/** Fields marked as routing that not every stub could keep. That none is sensitive is said with the other marks. */
export function illegalRouting({ name, produces }: External): string[] {
	return Object.entries(produces).flatMap(([type, { schema, routing = [] }]) =>
		routing.flatMap((path) => {
			const reason = unroutable(schema, path);
			return reason ? [`${name}: ${type} routes by "${path}", ${reason}`] : [];
		}),
	);
}

function unroutable(schema: ZodType, path: string): string | undefined {
	const places = placesAt(schema, path);
	const present = places.filter((place) => place !== undefined);
	if (present.length < places.length || path.includes("[]"))
		return "which is not a field of every such event: name one that is, none through a list";
	if (present.some(({ form }) => !isSingle(form)))
		return "which is not a single value: name a string, number, boolean or enum";
	if (present.some(({ optional, nullable }) => optional || nullable))
		return "which may be left out or null: make it required";
	return undefined;
}

function isSingle({ kind }: Form): boolean {
	return kind === "string" || kind === "number" || kind === "values";
}

/** Filters on what no stub keeps, or that the consumer's own schema says never to hold. */
export function illegalFilters(
	contracts: readonly Contract[],
	externals: readonly External[],
): string[] {
	const producers: readonly External[] = [...contracts, ...externals];
	const producerOf = (type: string) =>
		producers.find(({ produces }) => type in produces);
	return contracts.flatMap((contract) =>
		Object.entries(contract.rules).flatMap(([rule, { on, where }]) => {
			if (!where) return [];
			const label = `${contract.name}: the rule "${rule}"`;
			if (Object.keys(where).length === 0)
				return [`${label} has an empty \`where\`: name a field, or drop it`];
			return on.flatMap((type) => [
				...unrouted(label, type, where, producerOf(type)),
				...impossible(label, type, where, contract.consumes[type]?.schema),
			]);
		}),
	);
}

function unrouted(
	label: string,
	type: string,
	where: Filter,
	producer: External | undefined,
): string[] {
	// Said already, as an event that nobody produces.
	if (!producer) return [];
	const { routing = [] } = producer.produces[type] ?? {};
	return Object.keys(where)
		.filter((path) => !routing.includes(path))
		.map(
			(path) =>
				`${label} filters ${type} by "${path}", which is no routing field of it: mark it in the \`routing\` of ${producer.name}'s event, or decide in the handler`,
		);
}

function impossible(
	label: string,
	type: string,
	where: Filter,
	schema: ZodType | undefined,
): string[] {
	if (!schema) return [];
	return Object.entries(where).flatMap(([path, tests]) => {
		const filter = `${label} filters ${type} by "${path}"`;
		const places = placesAt(schema, path).filter(
			(place) => place !== undefined,
		);
		if (places.length === 0)
			return [
				`${filter}, which is not in the body that it consumes: add the field there`,
			];
		if (tests.length === 0)
			return [`${filter} without a value: nothing would ever come`];
		return tests
			.filter((test) => !places.some((place) => mayHold(test, place)))
			.map(
				(test) =>
					`${filter} being ${JSON.stringify(test)}, which its own schema says never to hold: name what the field may be`,
			);
	});
}

function mayHold(
	test: Test,
	{ form, optional }: { form: Form; optional: boolean },
): boolean {
	if (!isSingle(form)) return false;
	if (typeof test !== "object") return accepts(form, test);
	if ("exists" in test) return test.exists || optional;
	if ("prefix" in test) return mayStart(form, test.prefix);
	const excluded: readonly (string | number)[] = test["anything-but"];
	// What it never is need not be excluded, and something must be left.
	return (
		excluded.length > 0 &&
		excluded.every((value) => accepts(form, value)) &&
		(form.kind !== "values" ||
			form.values.some((value) => !excluded.some((each) => each === value)))
	);
}

function accepts(form: Form, value: string | number | boolean): boolean {
	if (form.kind === "values") return form.values.includes(value);
	return (
		(form.kind === "string" || form.kind === "number") && form.accepts(value)
	);
}

function mayStart(form: Form, prefix: string): boolean {
	if (form.kind === "values")
		return form.values.some(
			(value) => typeof value === "string" && value.startsWith(prefix),
		);
	return form.kind === "string" && [...prefix].length <= form.length.max;
}
