/** What it costs a fresh process to load a function and to handle its first batch. */
import { existsSync, readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [file, batch] = process.argv.slice(2);
const started = performance.now();
const { handler } = file ? await import(pathToFileURL(file).href) : {};
const loaded = performance.now() - started;
if (batch)
	await handler(JSON.parse(readFileSync(batch, "utf8")), {
		invokedFunctionArn: "arn:aws:lambda:us-east-1:123456789012:function:things",
		awsRequestId: "request",
		getRemainingTimeInMillis: () => 30_000,
	});
const handled = performance.now() - started;
// Kilobytes. A forked process starts with its parent's peak, but where the system says what its own is.
const status = "/proc/self/status";
const [, peak] = existsSync(status)
	? /VmHWM:\s+(\d+)/.exec(readFileSync(status, "utf8"))
	: [];
const memory = Number(peak ?? process.resourceUsage().maxRSS);
process.send({ loaded, handled, memory }, () => process.exit());
