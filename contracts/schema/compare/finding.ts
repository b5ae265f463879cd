import { type Path, render } from "../path";

/**
 * A place where a consumer may refuse what a producer sends. `incompatible`: there is such a value;
 * `undecided`: the two could not be compared, which is no proof that they fit.
 */
export type Mismatch = {
	path: string;
	reason: string;
	kind: "incompatible" | "undecided";
};

export function incompatible(path: Path, reason: string): Mismatch[] {
	return [{ path: render(path), reason, kind: "incompatible" }];
}

export function undecided(path: Path, reason: string): Mismatch[] {
	return [{ path: render(path), reason, kind: "undecided" }];
}
