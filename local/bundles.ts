import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import Table from "cli-table3";
import { program } from "commander";
import * as z from "zod";
import { BundleError, type Bundles, bundle } from "../components/bundling";
import { functionSources } from "../components/code";
import { services } from "../functions";
import { sentence, UserError } from "./user-error";

/** What `npm run bundles` prints: the code of every function and the runtime layer beneath them. */
export function report({ functions, runtime }: Bundles): string {
	const code = table("function", "KB", "sha256");
	for (const { name, bytes, sha256 } of functions.values())
		code.push([name, kilobytes(bytes), sha256]);
	const layer = table("runtime layer", "KB");
	for (const { file, bytes } of runtime) layer.push([file, kilobytes(bytes)]);
	return `${code}\n${layer}`;
}

/** The same for a program to read. */
export function reportJson({ functions, runtime }: Bundles): string {
	return JSON.stringify(
		{ functions: [...functions.values()], runtime },
		null,
		2,
	);
}

function table(...head: string[]): Table.Table {
	return new Table({
		head,
		style: { head: [], border: [] },
		colAligns: ["left", "right"],
	});
}

function kilobytes(bytes: number): string {
	return (bytes / 1024).toFixed(1);
}

const manifestSchema = z.object({
	functions: z.array(z.object({ name: z.string(), sha256: z.string() })),
});

/** How bundles differ from those of a manifest, the JSON that was written before: a sentence for each function. */
export function differences({ functions }: Bundles, manifest: string) {
	const promised = new Map(
		manifestSchema
			.parse(JSON.parse(manifest))
			.functions.map(({ name, sha256 }) => [name, sha256]),
	);
	const names = new Set([...promised.keys(), ...functions.keys()]);
	return [...names].flatMap((name) => {
		const wanted = promised.get(name);
		const built = functions.get(name)?.sha256;
		if (wanted === built) return [];
		return [
			`${name} is ${built ?? "missing"}, it was ${wanted ?? "missing"} before`,
		];
	});
}

interface Options {
	json?: true;
	output?: string;
	check?: string;
}

async function main(root: string, { json, output, check }: Options) {
	const bundles = await bundle({ root, functions: functionSources(services) });
	if (check) return compare(bundles, check);
	if (output) return writeFile(output, `${reportJson(bundles)}\n`);
	console.log(json ? reportJson(bundles) : report(bundles));
}

async function compare(bundles: Bundles, path: string): Promise<void> {
	const manifest = await readFile(path, "utf8").catch(() => {
		throw new UserError(`There is no ${path}.`);
	});
	const found = differences(bundles, manifest);
	if (found.length > 0)
		throw new UserError(
			`These are not the bundles of ${path}:\n${found.join("\n")}`,
		);
	console.log(`${bundles.functions.size} functions, all as in ${path}`);
}

if (require.main === module) {
	program
		.name("npm run bundles --")
		.description("Bundle every function and show sizes and hashes")
		.option("--json", "print JSON")
		.option("--output <file>", "write the JSON to a file, for a later --check")
		.option("--check <file>", "exit with 1 where a function has other bytes")
		.action((options: Options) => main(join(__dirname, ".."), options))
		.parseAsync()
		.catch((error: unknown) => {
			if (!(error instanceof BundleError || error instanceof UserError))
				throw error;
			console.error(sentence(error));
			process.exitCode = 1;
		});
}
