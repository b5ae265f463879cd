import { join } from "node:path";
import Table from "cli-table3";
import { program } from "commander";
import { BundleError, type Bundles, bundle } from "../components/bundling";
import { functionSources } from "../components/code";
import { services } from "../functions";

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

async function main(root: string, { json }: { json?: true }): Promise<void> {
	try {
		const bundles = await bundle({
			root,
			functions: functionSources(services),
		});
		console.log(json ? reportJson(bundles) : report(bundles));
	} catch (error) {
		if (!(error instanceof BundleError)) throw error;
		console.error(error.message);
		process.exitCode = 1;
	}
}

if (require.main === module) {
	program
		.name("bundles")
		.description("Bundle every function and show sizes and hashes")
		.option("--json", "print JSON")
		.action((options) => main(join(__dirname, ".."), options))
		.parseAsync();
}
