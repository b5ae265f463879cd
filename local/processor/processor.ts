import {
	createServer,
	type IncomingMessage,
	type ServerResponse,
} from "node:http";
import { text } from "node:stream/consumers";
import { choosePort } from "../emulator/port";
import type { OrderBook } from "./books";
import { Deliveries, type Recipient } from "./deliveries";
import { Desk } from "./desk";
import { type Mode, modeSchema, type Times, usualTimes } from "./modes";

/** Whom the processor works for. */
export interface Client extends Recipient {
	/** What it shows when it calls: the current key, and others that are still valid. */
	keys: readonly string[];
}

export interface Processor {
	url: string;
	/** Until it is known for whom it works it lets nobody in. */
	serve(client: Client): void;
	/** See {@link Mode}; what was asked before stays as slow or late as it was. */
	setMode(mode: Mode): void;
	/** What became of each order's money. */
	books(): Record<string, OrderBook>;
	/** What is not decided, or not told to anybody who took it. */
	pending(): number;
	stop(): Promise<void>;
}

/**
 * The external payment processor, played on this machine: it authorizes and voids, and tells later by webhooks what it
 * decided. It decides the same for the same requests. For people: `GET /books`, and `POST /mode` with `{"mode":"slow"}`.
 */
export async function startProcessor({
	port,
	times: given,
}: {
	port?: number;
	times?: Partial<Times>;
} = {}): Promise<Processor> {
	const times = { ...usualTimes, ...given };
	const desk = new Desk();
	const deliveries = new Deliveries();
	const timers = new Set<NodeJS.Timeout>();
	let mode: Mode = "normal";
	deliveries.isOn = () => mode !== "down";

	const later = (ms: number, work: () => void) => {
		const timer = setTimeout(() => {
			timers.delete(timer);
			work();
		}, ms);
		timers.add(timer);
	};

	const answer = (response: ServerResponse, status: number, body: object) => {
		response.writeHead(status, { "content-type": "application/json" });
		response.end(JSON.stringify(body));
	};

	const ask = async (request: IncomingMessage, response: ServerResponse) => {
		if (mode === "down") return request.socket.destroy();
		if (mode === "failing") return answer(response, 503, {});
		const { status, decide } = desk.ask({
			path: request.url ?? "",
			authorization: request.headers.authorization,
			idempotencyKey: [request.headers["idempotency-key"]].flat()[0],
			body: await text(request),
		});
		if (decide)
			later(mode === "late" ? times.late : times.decision, () => {
				const decided = decide();
				if (decided) deliveries.send(decided.id, decided.notice);
			});
		if (mode === "slow")
			return later(times.slow, () => answer(response, status, {}));
		return answer(response, status, {});
	};

	const route = async (request: IncomingMessage, response: ServerResponse) => {
		const what = `${request.method} ${request.url}`;
		if (what === "GET /books") return answer(response, 200, desk.books.all());
		if (what === "POST /mode") {
			const wanted = modeIn(await text(request));
			if (wanted) mode = wanted;
			return answer(response, wanted ? 200 : 400, { mode });
		}
		return request.method === "POST"
			? ask(request, response)
			: answer(response, 404, {});
	};
	const server = createServer((request, response) => {
		// Whoever asked is gone.
		route(request, response).catch(() => response.destroy());
	});
	const chosen = await choosePort(port);
	await new Promise<void>((resolve, reject) => {
		server.once("error", reject);
		server.listen(chosen, "127.0.0.1", resolve);
	});

	return {
		url: `http://127.0.0.1:${chosen}`,
		serve({ keys, ...recipient }) {
			desk.keys = keys;
			deliveries.recipient = recipient;
		},
		setMode(wanted) {
			mode = wanted;
		},
		books: () => desk.books.all(),
		pending: () => timers.size + deliveries.pending,
		async stop() {
			for (const timer of timers) clearTimeout(timer);
			await deliveries.stop();
			await new Promise<void>((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			});
		},
	};
}

function modeIn(body: string): Mode | undefined {
	try {
		return modeSchema.safeParse(Object(JSON.parse(body)).mode).data;
	} catch {
		return undefined;
	}
}
