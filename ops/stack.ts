import { execFile } from "node:child_process";
import { promisify } from "node:util";
import * as z from "zod";
import { settingsOf } from "../local/resources/clients";
import { runningPlatform } from "../local/running";
import { sentence, UserError } from "../local/user-error";

/** Where a command works. */
export interface Stack {
	/** For people. */
	name: string;
	/** Tables of faults by region. */
	faults: Record<string, string>;
	/** What an AWS client of the region is made with; on AWS the credentials are those that every AWS tool finds. */
	client(region: string): ClientSettings;
}

export interface ClientSettings {
	region: string;
	endpoint?: string;
	credentials?: { accessKeyId: string; secretAccessKey: string };
	/** S3: buckets have no names in DNS on this machine. */
	forcePathStyle?: boolean;
}

export interface StackOptions {
	stack?: string;
	local?: true;
	region?: string;
}

/** The stack that the options name, or the platform on this machine; of its regions the one that they name, or all. */
export async function findStack(
	root: string,
	{ stack: name, local, region }: StackOptions,
): Promise<Stack> {
	if (name && local)
		throw new UserError(
			"Either --stack or --local: a stack on AWS, or the platform on this machine.",
		);
	const stack = name ? await deployedStack(root, name) : localStack(root);
	if (region === undefined) return stack;
	const table = stack.faults[region];
	if (!table)
		throw new UserError(
			`${stack.name} does not run in ${region}; its regions are ${Object.keys(stack.faults).join(", ")}.`,
		);
	return { ...stack, faults: { [region]: table } };
}

function localStack(root: string): Stack {
	const { endpoint, stack, outputs } = runningPlatform(root);
	return {
		name: `the stack ${stack} on this machine`,
		faults: outputs.faults,
		client: (region) => settingsOf(endpoint, region),
	};
}

const outputsSchema = z.object({ faults: z.record(z.string(), z.string()) });

async function deployedStack(root: string, name: string): Promise<Stack> {
	const outputs = outputsSchema.safeParse(await stackOutputs(root, name));
	if (!outputs.success)
		throw new UserError(
			`The stack ${name} has no output "faults": deploy it with \`pulumi up --stack ${name}\` first.`,
		);
	return {
		name: `the stack ${name}`,
		faults: outputs.data.faults,
		client: (region) => ({ region }),
	};
}

async function stackOutputs(root: string, stack: string): Promise<unknown> {
	const run = promisify(execFile);
	const args = ["stack", "output", "--json", "--stack", stack];
	try {
		const { stdout } = await run("pulumi", args, { cwd: root });
		return JSON.parse(stdout);
	} catch (error) {
		throw new UserError(
			`The outputs of the stack ${stack} cannot be read: ${whyNot(error)}`,
		);
	}
}

function whyNot(error: unknown): string {
	const { data } = z
		.object({ code: z.unknown(), stderr: z.string().optional() })
		.safeParse(error);
	if (data?.code === "ENOENT") return "pulumi is not on the PATH.";
	return data?.stderr?.trim() || sentence(error);
}
