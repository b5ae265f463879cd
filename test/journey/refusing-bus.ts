import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

interface Entry {
	Detail: string;
}

/** Stands in front of the bus and refuses each event the first time, as the real one does when it is throttled. */
export async function startRefusingBus(endpoint: string) {
	const seen = new Set<string>();
	let refused = 0;
	const server = createServer(async (request, response) => {
		const { Entries } = JSON.parse(await text(request)) as { Entries: Entry[] };
		const idOf = ({ Detail }: Entry): string => JSON.parse(Detail).id;
		const known = Entries.filter((entry) => seen.has(idOf(entry)));
		for (const entry of Entries) seen.add(idOf(entry));
		if (known.length > 0) await forward(endpoint, request.headers, known);
		const results = Entries.map((entry) =>
			known.includes(entry)
				? { EventId: idOf(entry) }
				: { ErrorCode: "ThrottlingException", ErrorMessage: "Rate exceeded" },
		);
		const FailedEntryCount = Entries.length - known.length;
		refused += FailedEntryCount;
		response.setHeader("content-type", "application/x-amz-json-1.1");
		response.end(JSON.stringify({ FailedEntryCount, Entries: results }));
	});
	await new Promise<void>((resolve) =>
		server.listen(0, "127.0.0.1", () => resolve()),
	);
	const { port } = server.address() as AddressInfo;
	return {
		endpoint: `http://127.0.0.1:${port}`,
		refused: () => refused,
		stop: () => {
			server.closeAllConnections();
			server.close();
		},
	};
}

/** The emulator takes the signature of whatever was signed. */
async function forward(
	endpoint: string,
	headers: NodeJS.Dict<string | string[]>,
	Entries: Entry[],
): Promise<void> {
	const kept = ["authorization", "content-type", "x-amz-target", "x-amz-date"];
	const answer = await fetch(endpoint, {
		method: "POST",
		headers: Object.fromEntries(
			kept.map((name) => [name, String(headers[name] ?? "")]),
		),
		body: JSON.stringify({ Entries }),
	});
	if (!answer.ok) throw new Error(`the bus answers ${answer.status}`);
}
