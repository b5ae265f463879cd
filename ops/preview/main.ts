import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { CommanderError, Option, program } from "commander";
import pc from "picocolors";
import { inspect, sentence, UserError } from "../../local/user-error";
import { preview } from "./preview";
import { toMarkdown } from "./render/markdown";
import { pageOf } from "./render/page-of";
import { toText } from "./render/text";
import type { Report } from "./report";

/** Something that holds data is replaced or deleted, and nobody has allowed it. */
const lossNotAllowed = 2;
const mistake = 1;

interface Options {
	stack: string;
	base?: string;
	format: "text" | "markdown" | "json";
	output?: string;
}

async function main({ stack, base, format, output }: Options): Promise<void> {
	const root = resolve(__dirname, "../..");
	const say = (line: string) => console.error(pc.dim(line));
	const report = await preview({ root, stack, base, say });
	const isColored = output === undefined && pc.isColorSupported;
	const text = rendered(report, format, isColored);
	if (output === undefined) process.stdout.write(text);
	else await write(output, text);
	if (!report.allowed) process.exitCode = lossNotAllowed;
}

async function write(file: string, text: string): Promise<void> {
	try {
		await writeFile(file, text);
	} catch (error) {
		throw new UserError(`The report cannot be written: ${sentence(error)}`);
	}
}

function rendered(
	report: Report,
	format: Options["format"],
	isColored: boolean,
): string {
	if (format === "json") return `${JSON.stringify(report, undefined, 2)}\n`;
	const page = pageOf(report);
	return format === "markdown" ? toMarkdown(page) : toText(page, isColored);
}

program
	.name("npm run preview --")
	.description(
		"What a change of the program would change in a stack: data that would be lost, permissions, contracts, resources and cost. It needs no credentials and compares program with program; the cloud is not looked at.",
	)
	.requiredOption("--stack <name>", "the stack whose settings are used")
	.option(
		"--base <ref>",
		"the commit, branch or tag to compare with (default: where the work left main)",
	)
	.addOption(
		new Option("--format <format>", "how to say it")
			.choices(["text", "markdown", "json"])
			.default("text"),
	)
	.option("--output <file>", "write it there instead")
	.addHelpText(
		"after",
		"\nExit code: 0; 2 where something that holds data (a table's replica, too) is replaced or deleted and `replacements` of the stack's file does not name it; 1 for a mistake.",
	)
	.exitOverride()
	.action(main)
	.parseAsync()
	.catch((error: unknown) => {
		if (!(error instanceof CommanderError))
			console.error(pc.red(inspect(error)));
		// Help that was asked for is no mistake.
		else if (error.exitCode === 0) return;
		process.exitCode = mistake;
	});
