import {
	type Bound,
	firstInteger,
	isAsStrict,
	type Side,
	stricter,
} from "../form/bound";
import type { Numeric } from "../form/form";
import type { Path } from "../path";
import { incompatible, type Mismatch, undecided } from "./finding";

/** Up to here zod's multipleOf() is exact; above, its tolerance lets other integers through. */
const EXACT = 2 ** 50;

export function compareNumber(
	sent: Numeric,
	read: Numeric,
	path: Path,
): Mismatch[] {
	if (read.integer && !sent.integer)
		return incompatible(
			path,
			"The producer may send a fraction, the consumer demands an integer: use z.int().",
		);
	return [
		...compareBound(1, sent, read.lower, path),
		...compareBound(-1, sent, read.upper, path),
		...compareDivisor(sent, read.divisor, path),
	];
}

function compareBound(
	side: Side,
	sent: Numeric,
	read: Bound,
	path: Path,
): Mismatch[] {
	const least = bound(side, sent);
	if (isAsStrict(side, least, read)) return [];
	const far = Number.isFinite(least.value) ? `${least.value}` : "any number";
	const demand = read.exclusive ? "more than" : "at least";
	return incompatible(
		path,
		side === 1
			? `The producer may go down to ${far}, the consumer demands ${demand} ${read.value}.`
			: `The producer may go up to ${far}, the consumer demands ${read.exclusive ? "less than" : "at most"} ${read.value}.`,
	);
}

/** The bound on what is really sent: integers start at an integer, and z.int() at the safe ones. */
function bound(side: Side, sent: Numeric): Bound {
	const declared = side === 1 ? sent.lower : sent.upper;
	if (!sent.integer) return declared;
	const safe = { value: -side * Number.MAX_SAFE_INTEGER, exclusive: false };
	return firstInteger(side, stricter(side, declared, safe));
}

function compareDivisor(
	sent: Numeric,
	divisor: number,
	path: Path,
): Mismatch[] {
	if (divisor === 1 || divisor === sent.divisor) return [];
	if (sent.divisor % divisor !== 0)
		return incompatible(
			path,
			`The producer may send ${sent.divisor === 1 ? "any integer" : `multiples of ${sent.divisor}`}, the consumer demands multiples of ${divisor}.`,
		);
	const exact =
		bound(1, sent).value >= -EXACT && bound(-1, sent).value <= EXACT;
	return exact
		? []
		: undecided(
				path,
				`Multiples of ${sent.divisor} are multiples of ${divisor}, but are checked exactly only up to 2 ** 50: bound the producer's number with min() and max().`,
			);
}
