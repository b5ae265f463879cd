import Table from "cli-table3";
import pc from "picocolors";
import type { Contract } from "../contracts/contract";
import type { Outputs } from "./outputs";
import type { Platform } from "./platform";
import type { Processor } from "./processor/processor";
import { shellFile, shellVariables } from "./shell-file";
import { curl, exampleRequests, exampleUsers } from "./users";

/** The most that a screen has room for. */
const shownRequests = 3;

/** What a newcomer needs once the platform runs: where its APIs are, who one may be, and requests to paste. */
export async function greeting(
	platform: Pick<Platform, "outputs" | "token" | "processor">,
	contracts: readonly Contract[],
): Promise<{ text: string; shell: string }> {
	const { apis } = platform.outputs;
	const users = exampleUsers(contracts);
	const tokens = new Map<string, string>();
	for (const { service, subject, scopes } of users)
		tokens.set(service, await platform.token(subject, scopes));
	const people = users.map(
		({ service, subject, scopes }) =>
			`${pc.bold(subject)} (${scopes.join(", ")})\n${tokens.get(service)}`,
	);
	const requests = exampleRequests(contracts)
		.slice(0, shownRequests)
		.map((request) => {
			const url = Object.values(apis[request.service] ?? {})[0] ?? "";
			const token = tokens.get(request.service) ?? "";
			return `${pc.dim(`# ${request.summary}`)}\n${curl(request, { url, token })}`;
		});
	const text = [
		apiTable(apis),
		...(platform.processor ? [processorLines(platform.processor)] : []),
		pc.bold("Tokens, good for 12 hours"),
		...people,
		pc.bold("Try"),
		...requests,
		`${pc.dim("# URLs and tokens as variables")}\n. ${shellFile}`,
	].join("\n\n");
	return { text, shell: shellVariables(apis, tokens) };
}

/** The one party that is not of the program. */
function processorLines({ url }: Pick<Processor, "url">): string {
	const slow = `curl -sS -X POST ${url}/mode -d '{"mode":"slow"}'`;
	return [
		`${pc.bold("The payment processor")}, played on this machine: an amount that ends in 13 is declined`,
		`curl -sS ${url}/books`,
		`${slow} ${pc.dim("# or normal, failing, down, late")}`,
	].join("\n");
}

function apiTable(apis: Outputs["apis"]): string {
	const table = new Table({
		head: ["service", "region", "API"],
		style: { head: [], border: [] },
		// One line between head and body, none between rows.
		chars: { mid: "", "left-mid": "", "mid-mid": "", "right-mid": "" },
	});
	for (const [service, regions] of Object.entries(apis))
		for (const [region, url] of Object.entries(regions))
			table.push([service, region, url]);
	return table.toString();
}
