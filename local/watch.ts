import { join, relative } from "node:path";
import { watch } from "chokidar";
import { sentence } from "./user-error";

/** What a change of the program's files may be in. */
const watched = ["index.ts", "components", "contracts", "functions", "runtime"];
/** Ms: editors write a file in several steps, and a checkout writes many files. */
const quiet = 80;

export interface WatchOptions {
	root: string;
	/** Makes what runs equal to the files, and says what it changed. */
	apply: () => Promise<string>;
	print: (line: string) => void;
}

/** Applies the program whenever its files change; what does not compile is shown, and the old code keeps running. */
export function watchProgram({ root, apply, print }: WatchOptions) {
	const changed = new Set<string>();
	let timer: NodeJS.Timeout | undefined;
	let running = Promise.resolve();

	const swap = async () => {
		if (changed.size === 0) return;
		const files = [...changed].join(", ");
		changed.clear();
		const started = Date.now();
		try {
			const done = await apply();
			print(`${files}: ${done} (${Date.now() - started} ms)`);
		} catch (error) {
			print(
				`${files}: not applied, the old code keeps running.\n${sentence(error)}`,
			);
		}
	};
	const watcher = watch(
		watched.map((path) => join(root, path)),
		// Editors put files of their own beside the one that is saved.
		{
			ignoreInitial: true,
			ignored: (path, stats) =>
				stats?.isFile() === true && !path.endsWith(".ts"),
		},
	);
	watcher.on("all", (_event, path) => {
		changed.add(relative(root, path));
		clearTimeout(timer);
		timer = setTimeout(() => {
			running = running.then(swap);
		}, quiet);
	});
	return {
		async stop() {
			clearTimeout(timer);
			await watcher.close();
			await running;
		},
	};
}
