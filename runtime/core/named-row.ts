import type { Contract, Fields } from "../../contracts/contract";
import type { NewRow } from "./rows";

/** A row and its discriminator: one of the given ones. */
export type NamedRow<
	C extends Contract,
	Name extends keyof C["rows"],
> = Name extends keyof C["rows"] & string
	? { name: Name; row: NewRow<Fields<C, Name>> }
	: never;
