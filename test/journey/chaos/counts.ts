/** How often each thing happened. */
export class Counts {
	private readonly of = new Map<string, number>();

	add(what: string, n = 1): void {
		if (n > 0) this.of.set(what, this.get(what) + n);
	}

	get(what: string): number {
		return this.of.get(what) ?? 0;
	}

	/** All that start so. */
	sum(prefix = ""): number {
		return this.entries()
			.filter(([what]) => what.startsWith(prefix))
			.reduce((sum, [, n]) => sum + n, 0);
	}

	entries(): [what: string, n: number][] {
		return [...this.of].sort(([a], [b]) => (a < b ? -1 : 1));
	}
}
