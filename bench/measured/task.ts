/** What a measuring process is told. */
export interface Task {
	/** The project's folder. */
	root: string;
	/** 1 for enough rounds, less for a quick look. */
	effort: number;
}

/** The measuring process: takes its task from the command line and sends what it found to its parent. */
export function report<Result>(measure: (task: Task) => Promise<Result>): void {
	const [root = "", effort = ""] = process.argv.slice(2);
	measure({ root, effort: Number(effort) })
		.then((result) => process.send?.(result, () => process.exit()))
		.catch((error: unknown) => {
			console.error(error);
			process.exit(1);
		});
}
