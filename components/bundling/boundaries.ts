import { relative, resolve } from "node:path";
import type { Plugin } from "esbuild";
import type { Entries } from "./compile";

/** Undefined: the import is the service's own or a package's, and is bundled. */
type Verdict = { external: string } | { refused: string } | undefined;

/** Judges a function's relative imports; paths are relative to the root, `target` as written (without extension). */
export function judge(
	importer: string,
	target: string,
	runtime: Entries,
): Verdict {
	const modules = Object.entries(runtime);
	const entry = modules.find(([, file]) => isModule(file, target));
	if (entry) return { external: `./runtime/${entry[0]}.mjs` };

	const [top, service] = importer.split("/");
	if (top !== "functions") return undefined;
	const own = `functions/${service}`;
	if (target === own || target.startsWith(`${own}/`)) return undefined;

	if (target.startsWith("runtime/")) {
		const names = modules.map(([name]) => name).join(", ");
		return { refused: `is internal to the runtime; public are ${names}` };
	}
	if (target.startsWith("contracts/"))
		return { refused: "is internal to the contract library; import contracts" };
	if (target.startsWith("functions/"))
		return {
			refused: "belongs to another service; services share events, not code",
		};
	return {
		refused: `is outside ${own}; a function imports its own folder, runtime, contracts and packages`,
	};
}

/** `file` is imported as runtime/trigger, runtime/trigger.ts, runtime/trigger.js, contracts or contracts/index. */
function isModule(file: string, target: string): boolean {
	const bare = (path: string) =>
		path.replace(/\.[jt]s$/, "").replace(/\/index$/, "");
	return bare(file) === bare(target);
}

/** Keeps the runtime out of a function, and a function within its service. */
export function boundaries(root: string, runtime: Entries): Plugin {
	return {
		name: "boundaries",
		setup(build) {
			build.onResolve({ filter: /^\.\.?(\/|$)/ }, (args) => {
				if (args.kind === "entry-point") return undefined;
				const importer = relative(root, args.importer);
				const target = relative(root, resolve(args.resolveDir, args.path));
				const verdict = judge(importer, target, runtime);
				if (!verdict) return undefined;
				if ("external" in verdict)
					return { path: verdict.external, external: true };
				const text = `${importer} imports "${args.path}", which ${verdict.refused}`;
				return { errors: [{ text }] };
			});
		},
	};
}
