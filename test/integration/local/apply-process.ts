// Applies a program each time a line arrives on stdin, and answers with a line of JSON. A process of its own, because
// jest has a module registry that cannot forget what it loaded.
import { createInterface } from "node:readline";
import { ProvisionError } from "../../../local/provision/failure";
import { Provisioner } from "../../../local/provision/provisioner";

async function serve(): Promise<void> {
	const platform = new Provisioner({
		...JSON.parse(process.argv[2] ?? ""),
		log: (line: string) => console.error(line),
	});
	for await (const _ of createInterface({ input: process.stdin })) {
		const start = performance.now();
		const answer = await platform.apply().catch((error) => ({
			error: String(error.message),
			failures: error instanceof ProvisionError ? error.failures : [],
		}));
		const ms = Math.round(performance.now() - start);
		const mb = Math.round(process.memoryUsage().rss / 1e6);
		process.stdout.write(`${JSON.stringify({ ...answer, ms, mb })}\n`);
	}
	await platform.stop();
}

serve();
