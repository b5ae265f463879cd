import { v7 as uuidv7 } from "uuid";
import type { Contract, Fields, WritableRow } from "../contracts/contract";
import { limits } from "../contracts/limits";
import { absent, earlierThan, unchangedSince } from "./core/conditions";
import type { Context } from "./core/context";
import { listPage } from "./core/list";
import type { List, Page, PageRequest } from "./core/page";
import {
	isVisible,
	type Key,
	type NewRow,
	type Row,
	type RowOf,
} from "./core/rows";
import type { Condition, Refused, Store } from "./core/store";
import { Conflict, Retryable } from "./errors";

export { joined } from "./core/joined";
export type { Page, PageRequest } from "./core/page";
export type { Key, NewRow, Row, RowOf, View } from "./core/rows";

export interface EntitiesOptions {
	store: Store;
	region: string;
	/** The chain of commands and events that the writes belong to. */
	context: Context;
	/** Ms. */
	now?: () => number;
	/** The id of the next change; derived from the Idempotency-Key where there is one. */
	newChangeId?: () => string;
	/** Whether a repetition makes the same ids: then each change is noted with its write, and not made again. */
	repeatable?: boolean;
}

interface Versioned {
	/** The `changeId` that the caller has seen; where the row has moved on: {@link Conflict}. */
	version?: string | undefined;
}

/** Writers that collide on one row this often have a design problem, not bad luck. */
const maxAttempts = 10;

/**
 * The service's own table, typed by its contract. Every write is stamped here (timestamp, change id, region, context):
 * nobody can forget one. Reads are strongly consistent in their region, but for `list`, and hide deleted
 * and expired rows.
 */
export class Entities<C extends Contract> {
	private readonly now: () => number;
	private readonly newChangeId: () => string;

	constructor(private readonly options: EntitiesOptions) {
		this.now = options.now ?? Date.now;
		this.newChangeId = options.newChangeId ?? uuidv7;
	}

	async get<Name extends keyof C["rows"] & string>(
		name: Name,
		key: Key,
	): Promise<RowOf<C, Name> | undefined> {
		return this.visible(name, await this.options.store.get(key));
	}

	/** The rows of that name among the keys, in the keys' order. */
	async getMany<Name extends keyof C["rows"] & string>(
		name: Name,
		keys: readonly Key[],
	): Promise<RowOf<C, Name>[]> {
		const rows = await this.options.store.getMany(keys);
		return keys.flatMap(({ pk, sk }) => {
			const row = rows.find((row) => row.pk === pk && row.sk === sk);
			return this.visible(name, row) ?? [];
		});
	}

	/** All rows under one pk: what several sources know of one thing, to be merged by the reader. */
	async together(pk: string): Promise<{
		first<Name extends keyof C["rows"] & string>(
			name: Name,
		): RowOf<C, Name> | undefined;
	}> {
		const rows = await this.options.store.queryAll(pk);
		return {
			first: (name) =>
				rows.flatMap((row) => this.visible(name, row) ?? []).at(0),
		};
	}

	/** The rows of that name under one pk, in the order of sk. */
	under<Name extends keyof C["rows"] & string>(
		name: Name,
		{ pk, skPrefix = "" }: { pk: string; skPrefix?: string },
		page: PageRequest = {},
	): Promise<Page<RowOf<C, Name>>> {
		const list: List = {
			hash: { name: "pk", value: pk },
			range: { name: "sk", prefix: skPrefix },
		};
		return listPage(this.options.store, list, page, (row) =>
			this.visible(name, row),
		);
	}

	/** The rows of that name whose `data` starts so, in the order of `data`: an index, so a moment late. */
	list<Name extends keyof C["rows"] & string>(
		name: Name,
		{
			dataPrefix,
			descending = false,
		}: { dataPrefix: string; descending?: boolean },
		page: PageRequest = {},
	): Promise<Page<RowOf<C, Name>>> {
		const list: List = {
			index: "gsi2",
			hash: { name: "discriminator", value: name },
			range: { name: "data", prefix: dataPrefix },
			descending,
		};
		return listPage(this.options.store, list, page, (row) =>
			this.visible(name, row),
		);
	}

	/** A command's write of the whole row, whatever was there. */
	put<Name extends WritableRow<C>>(
		name: Name,
		row: NewRow<Fields<C, Name>>,
	): Promise<RowOf<C, Name>> {
		return this.write(name, row, () => row, earlierThan);
	}

	/** A command's write of a new row. {@link Conflict} where there is one already, unless the same change wrote it. */
	create<Name extends WritableRow<C>>(
		name: Name,
		row: NewRow<Fields<C, Name>>,
	): Promise<RowOf<C, Name>> {
		const next = (current: Row | undefined) => {
			if (isVisible(current, this.now()))
				throw new Conflict(`There is such a ${name} already.`);
			return row;
		};
		return this.write(name, row, next, () => absent);
	}

	/**
	 * A command that depends on what is there: `change` gets the row (or undefined) and gives the new one, or undefined to
	 * leave it. It runs again when another writer was faster.
	 */
	async update<Name extends WritableRow<C>>(
		name: Name,
		key: Key,
		change: (
			current: RowOf<C, Name> | undefined,
		) => Omit<NewRow<Fields<C, Name>>, "pk" | "sk"> | undefined,
		{ version }: Versioned = {},
	): Promise<RowOf<C, Name> | undefined> {
		const next = (current: Row | undefined) => {
			const visible = this.visible<Name>(name, current);
			if (version !== undefined && visible?.changeId !== version)
				throw new Conflict("It has been changed meanwhile: read it again.");
			return change(visible);
		};
		return this.visible(name, await this.write(name, key, next));
	}

	/** Soft: the row stays as a tombstone until nothing older can come any more. */
	async remove<Name extends WritableRow<C>>(
		name: Name,
		key: Key,
		{ version }: Versioned = {},
	): Promise<void> {
		const ttl = Math.floor(this.now() / 1000) + limits.tombstone;
		const next = (current: Row | undefined) => {
			const visible = this.visible(name, current);
			if (version !== undefined && visible?.changeId !== version)
				throw new Conflict("It has been changed meanwhile: read it again.");
			return visible && { ...visible, deleted: true, ttl };
		};
		await this.write(name, key, next);
	}

	/**
	 * Writes what `next` makes of the current row, until no other writer comes between. Its timestamp always rises. With a
	 * condition `first`, the first try goes without a read.
	 */
	private async write<Name extends keyof C["rows"] & string>(
		name: Name,
		{ pk, sk }: Key,
		next: (current: Row | undefined) => object | undefined,
		first?: (timestamp: number, changeId: string) => Condition,
	): Promise<RowOf<C, Name>> {
		const { store, region: awsregion, context } = this.options;
		// Before any wait: a repetition gives the same writes the same ids.
		const changeId = this.newChangeId();
		let current = first ? undefined : await store.get({ pk, sk });
		let condition = first ?? (() => unchangedSince(current));
		for (let attempt = 0; attempt < maxAttempts; attempt++) {
			// The same change again: a repeat with the same Idempotency-Key.
			if (current?.changeId === changeId) return this.typed<Name>(current);
			const fields = next(current);
			if (fields === undefined) return this.typed<Name>(current);
			const timestamp = Math.max(this.now(), (current?.timestamp ?? 0) + 1);
			const stamps = { discriminator: name, timestamp, changeId, awsregion };
			const row: Row = { ...fields, pk, sk, ...stamps, context };
			const refused = await this.putOnce(row, condition(timestamp, changeId));
			if (!refused) return this.typed<Name>(row);
			if ("before" in refused)
				return this.typed<Name>(await store.get({ pk, sk }));
			current = refused.current;
			condition = () => unchangedSince(current);
		}
		throw new Retryable(`${name} ${pk} ${sk} is written by too many at once`);
	}

	/**
	 * Writes the row if the condition holds. That its change was made is seen by the row only until the next one is: a change that
	 * may be asked for again is noted in the same transaction.
	 */
	private async putOnce(
		row: Row,
		condition: Condition,
	): Promise<Refused | { before: true } | undefined> {
		const { store, repeatable, region: awsregion, context } = this.options;
		if (!repeatable) return store.put(row, condition);
		const { changeId = "", timestamp } = row;
		const note: Row = {
			...{ pk: `change#${changeId}`, sk: "CHANGE", discriminator: "CHANGE" },
			...{ timestamp, changeId, awsregion, context },
			ttl: Math.floor(this.now() / 1000) + limits.notedChanges,
		};
		const refused = await store.putAll([
			{ row: note, condition: absent },
			{ row, condition },
		]);
		return refused && (refused[0] ? { before: true } : refused[1]);
	}

	private visible<Name extends keyof C["rows"] & string>(
		name: Name,
		row: Row | undefined,
	): RowOf<C, Name> | undefined {
		return row?.discriminator === name && isVisible(row, this.now())
			? this.typed<Name>(row)
			: undefined;
	}

	/** The one place where a stored row gets its type: only typed writes put rows of that discriminator there. */
	private typed<Name extends keyof C["rows"]>(row: Row | undefined) {
		return row as RowOf<C, Name>;
	}
}
