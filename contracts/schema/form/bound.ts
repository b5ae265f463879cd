export type Bound = { value: number; exclusive: boolean };

/** One code for both ends: a lower bound looks up (1), an upper one down (-1). */
export type Side = 1 | -1;

export function isAsStrict(side: Side, a: Bound, b: Bound): boolean {
	if (a.value === b.value) return a.exclusive || !b.exclusive;
	return side * a.value > side * b.value;
}

export function stricter(side: Side, a: Bound, b: Bound): Bound {
	return isAsStrict(side, a, b) ? a : b;
}

/** The first integer inside, so that `gt(0)` and `min(1)` are the same for integers. */
export function firstInteger(side: Side, { value, exclusive }: Bound): Bound {
	const first = side * Math.ceil(side * value);
	const skipped = exclusive && first === value;
	return { value: skipped ? first + side : first, exclusive: false };
}
