import { createServer } from "node:http";
import { parentPort } from "node:worker_threads";

let served = 0;

/** Says yes to whatever it is sent: an item written, or entries taken. */
const server = createServer((request, response) => {
	served++;
	const chunks: Buffer[] = [];
	request.on("data", (chunk) => chunks.push(chunk));
	request.on("end", () => {
		const target = String(request.headers["x-amz-target"]);
		response.setHeader("content-type", "application/x-amz-json-1.1");
		response.end(
			target.endsWith(".PutEvents") ? taken(Buffer.concat(chunks)) : "{}",
		);
	});
});

function taken(body: Buffer): string {
	const { Entries } = JSON.parse(body.toString());
	const answers = Array.from(Entries, () => ({ EventId: "event" }));
	return JSON.stringify({ FailedEntryCount: 0, Entries: answers });
}

server.listen(0, "127.0.0.1", () => {
	const address = server.address();
	if (address && typeof address === "object")
		parentPort?.postMessage(address.port);
});

parentPort?.on("message", () => {
	parentPort?.postMessage(served);
	served = 0;
});
