import { createHash } from "node:crypto";

/** Numbers that follow from a seed. Whoever acts draws from a stream of its own: who is faster does not change what another does. */
export class Random {
	private state: number;

	constructor(private readonly seed: string) {
		this.state = createHash("sha256").update(seed).digest().readUInt32BE();
	}

	fork(name: string): Random {
		return new Random(`${this.seed}/${name}`);
	}

	/** From 0 to below 1. Mulberry32: https://gist.github.com/tommyettinger/46a874533244883189143505d203312c */
	next(): number {
		this.state = (this.state + 0x6d2b79f5) | 0;
		let t = this.state;
		t = Math.imul(t ^ (t >>> 15), t | 1);
		t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
		return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
	}

	chance(probability: number): boolean {
		return this.next() < probability;
	}

	/** A whole number, both ends included. */
	int(least: number, most: number): number {
		return least + Math.floor(this.next() * (most - least + 1));
	}

	pick<T>(items: readonly T[]): T {
		const item = items[this.int(0, items.length - 1)];
		if (item === undefined) throw new Error("Nothing to pick from");
		return item;
	}
}
