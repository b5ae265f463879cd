import pc from "picocolors";

/** A step's outcome is printed with its time as it ends. */
export class Steps {
	private passed = 0;
	private failed = 0;

	constructor(private readonly print: (line: string) => void) {}

	/** Runs a step; a failed one does not stop the next. */
	async step(name: string, run: () => Promise<void>) {
		const started = performance.now();
		const time = () => pc.dim(`${Math.round(performance.now() - started)} ms`);
		try {
			await run();
			this.passed++;
			this.print(`${pc.green("✓")} ${name} ${time()}`);
		} catch (error) {
			this.failed++;
			const whole = error instanceof Error ? error.message : String(error);
			const reason = whole.length > 600 ? `${whole.slice(0, 600)} …` : whole;
			this.print(`${pc.red("✗")} ${name} ${time()}\n  ${reason}`);
		}
	}

	/** The last line, and whether all is well. */
	end(): boolean {
		this.print(`\n${this.passed} passed, ${this.failed} failed`);
		return this.failed === 0;
	}
}

/** Asks until the answer is as wished, or says what it was at the end. */
export async function eventually<T>(
	ask: () => Promise<T>,
	isAsWished: (answer: T) => boolean,
	{ seconds = 10 } = {},
): Promise<T> {
	const deadline = Date.now() + seconds * 1000;
	for (;;) {
		const answer = await ask();
		if (isAsWished(answer)) return answer;
		if (Date.now() > deadline)
			throw new Error(
				`after ${seconds} s it is still ${JSON.stringify(answer)}`,
			);
		await new Promise((resolve) => setTimeout(resolve, 10));
	}
}

/** Like a test's, but with both sides in the sentence. */
export function expectEqual(actual: unknown, expected: unknown, what: string) {
	const [is, should] = [actual, expected].map((value) => JSON.stringify(value));
	if (is !== should) throw new Error(`${what} is ${is}, not ${should}`);
}
