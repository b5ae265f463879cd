import { Command, Option } from "commander";
import { sentence, UserError } from "../../local/user-error";
import { findStack, type StackOptions } from "../stack";
import { checkedId, type Fault, type Filter, statuses } from "./fault";
import { Faults } from "./faults";
import { type Outcome, resubmitAll } from "./resubmit";
import {
	discardLine,
	listOf,
	outcomeLine,
	pageOf,
	summaryLine,
	summaryOf,
} from "./view";

interface Context {
	/** The project's root. */
	root: string;
	print: (line: string) => void;
	/** The process's exit code, once it is not 0. */
	exit: (code: number) => void;
}

/** Not all went well. */
const failed = 1;

type Common = StackOptions & { json?: true };
type Choice = Common & Filter & { all?: true; dryRun?: true };

/** `faults`: what failed, why, and once that is mended, once more. */
export function faultsCommand({ root, print, exit }: Context): Command {
	const json = (value: unknown) => print(JSON.stringify(value, undefined, 2));

	const list = async (options: Common & Filter) => {
		const faults = new Faults(await findStack(root, options));
		const found = await faults.list(options);
		if (options.json) json(found.map(summaryOf));
		else print(listOf(found));
	};

	const show = async (id: string, options: Common) => {
		const checked = checkedId(id);
		const faults = new Faults(await findStack(root, options));
		for (const fault of await faults.get(checked)) {
			const record = await faults.recordOf(fault).catch(sentenceOf);
			const { error, tags } = fault;
			if (options.json) json({ ...summaryOf(fault), error, tags, record });
			else print(pageOf(fault, record));
		}
	};

	const resubmit = async (ids: string[], options: Choice) => {
		check(ids, options);
		const stack = await findStack(root, options);
		const faults = new Faults(stack);
		const chosen = await choose(faults, ids, options);
		if (options.dryRun) {
			if (options.json) json(chosen.map(summaryOf));
			else print(`Would resubmit ${chosen.length}:\n${listOf(chosen)}`);
			return;
		}
		const outcomes: { fault: Fault; outcome: Outcome }[] = [];
		await resubmitAll(stack, faults, chosen, (fault, outcome) => {
			const n = outcomes.push({ fault, outcome });
			if (!options.json) print(outcomeLine(fault, outcome, [n, chosen.length]));
		});
		if (options.json)
			json(
				outcomes.map(({ fault, outcome }) => ({ id: fault.pk, ...outcome })),
			);
		else print(summaryLine(outcomes.map(({ outcome }) => outcome)));
		if (outcomes.some(({ outcome }) => outcome.outcome !== "done"))
			exit(failed);
	};

	const discard = async (ids: string[], options: Common) => {
		const faults = new Faults(await findStack(root, options));
		for (const fault of await choose(faults, ids.map(checkedId), {})) {
			const isSettled = await faults.discard(fault);
			if (!isSettled) exit(failed);
			print(discardLine(fault, isSettled));
		}
	};

	const command = new Command("faults").description(
		"What failed, why, and once that is mended, once more",
	);
	filtered(common(command.command("list")))
		.description("the latest first")
		.addOption(
			new Option("--status <status>", "which")
				.choices(statuses)
				.default("open"),
		)
		.action(list);
	common(command.command("show <id>"))
		.description("all about one: the error, the record, how often, since when")
		.action(show);
	filtered(common(command.command("resubmit [ids...]")))
		.description(
			"run the rule that failed again with its record; what was done already is not done again",
		)
		.option("--all", "every open fault, or those of --service and --rule")
		.option("--dry-run", "only say which")
		.action(resubmit);
	common(command.command("discard <ids...>"))
		.description(
			"settle what is not to be done at all; if it fails again it is open again",
		)
		.action(discard);
	return command;
}

/** What is known of a fault is shown without its record, too. */
function sentenceOf(error: unknown): string {
	if (error instanceof UserError) return sentence(error);
	throw error;
}

function common(command: Command): Command {
	return command
		.option("--region <region>", "only there; otherwise everywhere")
		.option("--stack <name>", "a stack on AWS, as Pulumi and AWS know you")
		.option("--local", "the platform on this machine (unless --stack is given)")
		.option("--json", "for programs");
}

function filtered(command: Command): Command {
	return command
		.option("--service <name>", "only its faults")
		.option("--rule <name>", "only those of the rule");
}

function check(ids: readonly string[], { all, service, rule }: Choice): void {
	if (ids.length === 0 && !all)
		throw new UserError("Which ones? Give ids, or --all.");
	if (ids.length > 0 && (all || service || rule))
		throw new UserError(
			"Either ids or --all: --service and --rule narrow --all.",
		);
	ids.forEach(checkedId);
}

/** The oldest first: in the order in which they failed. */
async function choose(
	faults: Faults,
	ids: readonly string[],
	{ service, rule }: Choice,
): Promise<Fault[]> {
	if (ids.length === 0) return (await faults.list({ service, rule })).reverse();
	const unique = [...new Set(ids)];
	return (await Promise.all(unique.map((id) => faults.get(id)))).flat();
}
