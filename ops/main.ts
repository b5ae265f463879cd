import { resolve } from "node:path";
import { CommanderError, program } from "commander";
import pc from "picocolors";
import { sentence } from "../local/user-error";
import { faultsCommand } from "./faults/command";
import { githubCommands } from "./github/command";

/** What cannot be done as it was asked. */
const usage = 2;

const root = resolve(__dirname, "..");

program
	.name("npm run ops --")
	.description("For people on call, and for workflows")
	.addCommand(
		faultsCommand({
			root,
			print: (line) => console.log(line),
			exit: (code) => {
				process.exitCode = code;
			},
		}),
	);

for (const command of githubCommands((line) => console.log(line)))
	program.addCommand(command);

for (const command of [program, ...program.commands].flatMap((each) => [
	each,
	...each.commands,
]))
	command.exitOverride();

program.parseAsync().catch((error: unknown) => {
	if (error instanceof CommanderError) {
		// Commander has printed it; help that was asked for is no mistake.
		process.exitCode = error.exitCode === 0 ? 0 : usage;
		return;
	}
	console.error(pc.red(sentence(error)));
	process.exitCode = usage;
});
