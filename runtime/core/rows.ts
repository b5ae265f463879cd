import type { Contract, Fields } from "../../contracts/contract";
import type { Context } from "./context";

export interface Key {
	pk: string;
	sk: string;
}

/** What the repository writes on every row; nobody else sets these. */
export interface Stamps {
	discriminator: string;
	/** The write's time in ms (a view's: its event's). It rises with every write of a row. */
	timestamp: number;
	/** The change, and so a version: two rows with the same one are the same. Views have their event's id instead. */
	changeId?: string;
	eventId?: string;
	/** The change or event id of a row that was written back: where it is the row's own, that change has been published. */
	repaired?: string;
	/** The region that made the write, and so publishes it. */
	awsregion: string;
	context?: Context;
	deleted?: true;
	/** Seconds since 1970. */
	ttl?: number;
}

/** A row as stored. `data` is the range key of gsi2: what it is listed by. */
export type Row<F = Record<string, unknown>> = Key &
	Stamps & { data?: string } & F;

/** A row as the model gives it. */
export type NewRow<F> = Key & { data?: string } & F;

export type RowOf<C extends Contract, Name extends keyof C["rows"]> = Row<
	Fields<C, Name>
>;

/** A view as a listener's rule gives it: the whole row, or that it is gone. */
export type View<F> = NewRow<F> | (Key & { deleted: true });

/** Whether a reader may see the row: DynamoDB reaps expired ones days late. */
export function isVisible(row: Row | undefined, now: number): row is Row {
	return (
		row !== undefined &&
		!row.deleted &&
		(row.ttl === undefined || row.ttl > now / 1000)
	);
}
