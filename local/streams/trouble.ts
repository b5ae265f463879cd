/** Says a trouble when it begins and when it is over, however often it shows in between. */
export interface Trouble {
	report(problem: string): void;
	over(): void;
}

export function createTrouble(
	log: (line: string) => void,
	subject: string,
): Trouble {
	let isKnown = false;
	return {
		report(problem) {
			if (!isKnown) log(`${subject} fails, trying again: ${problem}`);
			isKnown = true;
		},
		over() {
			if (isKnown) log(`${subject} works again`);
			isKnown = false;
		},
	};
}

export function messageOf(error: unknown): string {
	if (!(error instanceof Error)) return String(error);
	// A refused connection to several addresses is an error without a message, but with a code.
	const code = "code" in error ? String(error.code) : error.name;
	return error.message || code;
}
