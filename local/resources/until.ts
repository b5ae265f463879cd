const pause = 20; // ms between two looks

/** Waits until the look finds something, at most `limit` ms; gives back what it found, or undefined. */
export async function until<T>(
	look: () => Promise<T | undefined>,
	limit: number,
): Promise<T | undefined> {
	const deadline = Date.now() + limit;
	for (;;) {
		const found = await look();
		if (found !== undefined || Date.now() > deadline) return found;
		await new Promise((resolve) => setTimeout(resolve, pause));
	}
}
