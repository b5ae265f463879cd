import type { Contract } from "../contract";
import type { External } from "../external";
import { formsAt, isDiscriminator } from "../schema/places";
import type { ZodType } from "../schema/z";
import { writtenRows } from "../written-rows";

/** Marks of a contract that say nothing, contradict each other, or leave a copy of the field unprotected. */
export function misusedMarks({ name, rows, produces }: Contract): string[] {
	const ofRows = Object.entries(rows).flatMap(([row, { schema, sensitive }]) =>
		misplaced(`${name}: the row "${row}"`, schema, sensitive),
	);
	const ofEvents = Object.entries(produces).flatMap(([type, event]) => {
		const where = `${name}: ${type}`;
		const { schema, sensitive = [], routing = [], when = {}, from } = event;
		const row = rows[from];
		return [
			...misplaced(where, schema, sensitive),
			...routing
				.filter((path) => overlaps(sensitive, path))
				.map(
					(path) =>
						`${where}: ${path} is sensitive and cannot be routing, which the bus reads: drop one of the two`,
				),
			...Object.keys(when)
				.filter((field) => overlaps(row?.sensitive, field))
				.map(
					(field) =>
						`${where} depends on "${field}", which is sensitive in the row "${from}": depend on another field`,
				),
			...(row ? unequal(where, event, from, row) : []),
		];
	});
	return [...ofRows, ...ofEvents];
}

/** What a consumer reads of fields that their producer marks: only what it names, and named is only what is marked. */
export function undeclaredDecryption(
	contracts: readonly Contract[],
	externals: readonly External[] = [],
): string[] {
	const sensitive = new Map<string, readonly string[]>();
	for (const { produces } of contracts)
		for (const [type, event] of Object.entries(produces))
			sensitive.set(type, event.sensitive ?? []);
	const foreign = new Set(
		externals.flatMap(({ produces }) => Object.keys(produces)),
	);
	return contracts.flatMap((contract) =>
		Object.entries(contract.consumes).flatMap(([type, event]) => {
			const where = `${contract.name} consumes ${type}`;
			const { schema, decrypts = [] } = event;
			const marked = sensitive.get(type) ?? [];
			const has = (path: string) => formsAt(schema, path).length > 0;
			return [
				...decrypts
					.filter((path) => !marked.includes(path))
					.map((path) =>
						foreign.has(type)
							? `${where} and decrypts ${path}, but its producer is external and has keys of its own: drop it`
							: `${where} and decrypts ${path}, which its producer does not mark as sensitive: drop it, or name one of its marks${listed(marked)}`,
					),
				...decrypts
					.filter((path) => !has(path))
					.map(
						(path) =>
							`${where} and decrypts ${path}, which its body does not have: add the field, or drop it from what it decrypts`,
					),
				...marked
					.filter((path) => !decrypts.includes(path))
					.filter(has)
					.map(
						(path) =>
							`${where} and declares ${path}, which is sensitive: name it in \`decrypts\`, or leave it out of the body`,
					),
				...unprotectedCopies(
					contract,
					type,
					decrypts.filter((path) => marked.includes(path)),
				),
			];
		}),
	);
}

/** A view or an outbox's row that has a decrypted field without a mark of its own would keep it as it is. */
function unprotectedCopies(
	{ name, rows, rules, produces }: Contract,
	type: string,
	decrypts: readonly string[],
): string[] {
	const written = Object.values(rules)
		.filter(({ on }) => on.includes(type))
		.flatMap((rule) => writtenRows(rule, produces));
	return [...new Set(written)].flatMap((row) => {
		const { schema, sensitive } = rows[row] ?? {};
		if (!schema) return [];
		return decrypts
			.map(withoutEntity)
			.filter((path) => hasUnmarked(schema, sensitive, path))
			.map(
				(path) =>
					`${name}: the row "${row}" has ${path}, which is sensitive in ${type}: mark it as sensitive, too`,
			);
	});
}

/** A field that has the same place in an event and in its row is marked in both or in neither. */
function unequal(
	where: string,
	event: Contract["produces"][string],
	from: string,
	row: Contract["rows"][string],
): string[] {
	const entities = Object.keys(event.body);
	const inRow = (event.sensitive ?? [])
		.map(withoutEntity)
		.filter((path) => hasUnmarked(row.schema, row.sensitive, path))
		.map(
			(path) =>
				`${where} marks ${path} as sensitive, which the row "${from}" keeps as it is: mark it there, too`,
		);
	const inEvent = (row.sensitive ?? []).flatMap((path) =>
		entities
			.map((entity) => `${entity}.${path}`)
			.filter((path) => hasUnmarked(event.schema, event.sensitive, path))
			.map(
				(path) =>
					`${where} has ${path}, which is sensitive in the row "${from}": mark it as sensitive, or leave it out of the body`,
			),
	);
	return [...inRow, ...inEvent];
}

/** Paths that the schema does not have, or that cannot be replaced by a text there. */
function misplaced(
	where: string,
	schema: ZodType,
	sensitive: readonly string[] = [],
): string[] {
	return sensitive.flatMap((path, i) => {
		if (formsAt(schema, path).length === 0)
			return [
				`${where} marks ${path} as sensitive, which it does not have: name one of its fields`,
			];
		if (isDiscriminator(schema, path))
			return [
				`${where} marks ${path} as sensitive, by which the variants of a union are told apart: mark the union's field`,
			];
		const other = sensitive.find((each, j) => j < i && within(each, path));
		if (other === undefined) return [];
		return [
			other === path
				? `${where} marks ${path} as sensitive twice: drop one`
				: `${where} marks ${other} and ${path} as sensitive, one within the other: drop the inner one`,
		];
	});
}

function hasUnmarked(
	schema: ZodType,
	sensitive: readonly string[] | undefined,
	path: string,
): boolean {
	return formsAt(schema, path).length > 0 && !overlaps(sensitive, path);
}

/** Whether the path is a marked one, within it or around it. */
function overlaps(
	sensitive: readonly string[] | undefined,
	path: string,
): boolean {
	return (sensitive ?? []).some((marked) => within(marked, path));
}

/** A body's fields are under its entity's name: `order.note` is the order's `note`. */
function withoutEntity(path: string): string {
	return path.split(".").slice(1).join(".");
}

function listed(paths: readonly string[]): string {
	return paths.length > 0 ? ` (${paths.join(", ")})` : "";
}

/** Whether one of the two is the other or contains it: `lines` and `lines[].note`. */
function within(a: string, b: string): boolean {
	const [short, long] = a.length < b.length ? [a, b] : [b, a];
	return long === short || /^(\.|\[\])/.test(long.slice(short.length))
		? long.startsWith(short)
		: false;
}
