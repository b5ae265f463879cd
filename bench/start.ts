import { readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Bundle, bundle } from "../components/bundling";
import { compile } from "../components/bundling/compile";
import { functionSources } from "../components/code";
import { services } from "../functions";
import { measureProcess } from "./child";
import { mapNames, median, namesOf } from "./measured/interleave";
import { queueEvent, streamEvent } from "./measured/records";
import { startServer } from "./measured/server";

/** What a fresh process adds to bare node: ms of wall clock, ms of import() alone and with the first batch, MB at the peak. */
interface Cost {
	wall: number;
	load: number;
	firstBatch: number;
	memory: number;
	/** Minified, what the function loads at start; what it loads later, if ever, is not counted. */
	kilobytes: number;
}

type Contender =
	| "trigger"
	| "listener"
	| "priorArtTrigger"
	| "priorArtListener";

export interface Starts {
	functions: Record<Contender, Cost>;
	/** Of the example services and of what is measured here, by what they load at start. */
	largestBundle: { name: string; kilobytes: number };
}

/** Starts node with each of the bundles in turn, again and again; `folder` has the compiled modules. */
export async function measureStarts(
	root: string,
	folder: string,
	effort: number,
): Promise<Starts> {
	const bundles = await ownBundles(root);
	const files: Record<Contender, string> = {
		trigger: entryOf(bundles, "bench-trigger"),
		listener: entryOf(bundles, "bench-listener"),
		...(await priorArtBundles(root, folder)),
	};
	const names = namesOf(files);
	const batches = writeBatches(folder);
	const server = await startServer(folder);
	const environment = { AWS_ENDPOINT_URL: server.url };
	const probe = (file = "", batch = "") =>
		measureProcess(join(root, "bench/probe.mjs"), [file, batch], environment);

	const bare: Probed[] = [];
	const cold = mapNames(names, (): Probed[] => []);
	const first = mapNames(names, (): Probed[] => []);
	for (let round = 0; round < Math.ceil(15 * effort); round++) {
		bare.push(await probe());
		for (const name of names) {
			cold[name].push(await probe(files[name]));
			const batch = name.endsWith("rigger") ? batches.stream : batches.queue;
			first[name].push(await probe(files[name], batch));
		}
	}
	await server.stop();

	const of = (runs: Probed[], what: keyof Probed) =>
		median(runs.map((run) => run[what]));
	return {
		functions: mapNames(names, (name) => ({
			wall: of(cold[name], "wall") - of(bare, "wall"),
			load: of(cold[name], "loaded"),
			firstBatch: of(first[name], "handled"),
			memory: (of(cold[name], "memory") - of(bare, "memory")) / 1024,
			kilobytes: loadedAtStart(files[name]) / 1024,
		})),
		largestBundle: largest([...bundles.values()]),
	};
}

type Probed = Awaited<ReturnType<typeof measureProcess>>;
type OwnBundles = ReadonlyMap<string, Bundle>;

async function ownBundles(root: string): Promise<OwnBundles> {
	const measured = ["trigger", "listener"].map((name) => ({
		name: `bench-${name}`,
		entry: `bench/service/${name}.ts`,
	}));
	const functions = [...functionSources(services), ...measured];
	return (await bundle({ root, functions })).functions;
}

function entryOf(bundles: OwnBundles, name: string): string {
	return join(bundles.get(name)?.folder ?? "", "index.mjs");
}

/** By the same compiler with the same settings. */
async function priorArtBundles(root: string, folder: string) {
	const entries = {
		priorArtTrigger: "bench/prior-art/trigger.mjs",
		priorArtListener: "bench/prior-art/listener.mjs",
	};
	const outputs = await compile(root, entries, {});
	return mapNames(namesOf(entries), (name) => {
		const file = join(folder, `${name}.mjs`);
		writeFileSync(file, outputs.get(`${name}.mjs`)?.text ?? "");
		return file;
	});
}

function writeBatches(folder: string) {
	const stream = join(folder, "stream.json");
	const queue = join(folder, "queue.json");
	writeFileSync(stream, JSON.stringify(streamEvent(1)));
	writeFileSync(queue, JSON.stringify(queueEvent(1)));
	return { stream, queue };
}

function largest(bundles: Bundle[]): Starts["largestBundle"] {
	const sizes = bundles.map(({ name, folder }) => ({
		name,
		kilobytes: loadedAtStart(join(folder, "index.mjs")) / 1024,
	}));
	const [first] = sizes.sort((a, b) => b.kilobytes - a.kilobytes);
	return first ?? { name: "none", kilobytes: 0 };
}

/** A static import as esbuild minifies it; a lazy one is `import("./…")`. */
const staticImport = /(?:from|import)\s*"(\.[^"]+\.mjs)"/g;

/** Bytes of a module and of all that it imports statically. */
function loadedAtStart(entry: string): number {
	const files = new Set([entry]);
	for (const file of files) {
		const text = readFileSync(file, "utf8");
		for (const [, path = ""] of text.matchAll(staticImport))
			files.add(join(dirname(file), path));
	}
	return [...files].reduce((sum, file) => sum + statSync(file).size, 0);
}
