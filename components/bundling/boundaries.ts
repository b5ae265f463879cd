import { relative, resolve } from "node:path";
import type { OnResolveArgs, Plugin } from "esbuild";
import type { Entries } from "./compile";
import { packageName } from "./library";

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

	/** Of another project it would be just outside. */
	const isIn = (folder: string) =>
		target.startsWith(folder) &&
		modules.some(([, file]) => file.startsWith(folder));
	if (isIn("runtime/")) {
		const names = modules.map(([name]) => name).join(", ");
		return { refused: `is internal to the runtime; public are ${names}` };
	}
	if (isIn("contracts/"))
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
	return bare(file) === bare(target);
}

const bare = (path: string) =>
	path.replace(/\.[jt]s$/, "").replace(/\/index$/, "");

/** Judges an import of the package, such as bulkhead/runtime/trigger. */
export function judgePackage(path: string, runtime: Entries): Verdict {
	const target = path.slice(`${packageName}/`.length);
	const modules = Object.entries(runtime);
	const entry = modules.find(([, file]) => isModule(file, target));
	if (entry) return { external: `./runtime/${entry[0]}.mjs` };
	const names = modules.map(([, file]) => `${packageName}/${bare(file)}`);
	return {
		refused: `is nothing for a function; it imports ${names.join(", ")}`,
	};
}

/** Where functions and runtime are. */
export interface Sources {
	/** Of functions/. */
	root: string;
	/** Of runtime/ and contracts/: the same, or a package. */
	library: string;
	/** The runtime's public modules. */
	entries: Entries;
}

/** Keeps the runtime out of a function, and a function within its service. */
export function boundaries({ root, library, entries }: Sources): Plugin {
	const isPackage = library !== root;
	const own = isPackage ? {} : entries;
	const judgeAny = ({ importer, resolveDir, path }: OnResolveArgs) =>
		path.startsWith(".")
			? judge(
					relative(root, importer),
					relative(root, resolve(resolveDir, path)),
					own,
				)
			: judgePackage(path, entries);
	const packages = isPackage ? `|^${packageName}(/|$)` : "";
	return {
		name: "boundaries",
		setup(build) {
			const filter = new RegExp(`^\\.\\.?(/|$)${packages}`);
			build.onResolve({ filter }, (args) => {
				if (args.kind === "entry-point") return undefined;
				const verdict = judgeAny(args);
				if (!verdict) return undefined;
				if ("external" in verdict)
					return { path: verdict.external, external: true };
				const importer = relative(root, args.importer);
				const text = `${importer} imports "${args.path}", which ${verdict.refused}`;
				return { errors: [{ text }] };
			});
		},
	};
}
