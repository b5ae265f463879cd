import { createServer, type IncomingMessage } from "node:http";
import { json } from "node:stream/consumers";
import { choosePort } from "../emulator/port";
import { StreamMappings } from "../resources/stream-mappings";
import { sentence } from "../user-error";
import { mappingSchema } from "./mapping-schema";

export interface StreamDesk {
	url: string;
	/** Resolves when all functions have what was written before the call. */
	idle(): Promise<void>;
	stop(): Promise<void>;
}

/** Runs the mappings of table streams for a provider that comes and goes, by `PUT`, `GET` and `DELETE /mappings/<id>` and `GET /idle/<function>`. */
export async function startStreamDesk(
	endpoint: string,
	log: (line: string) => void,
): Promise<StreamDesk> {
	const streams = new StreamMappings(endpoint, log);

	const answer = async (request: IncomingMessage): Promise<number> => {
		const [, what, name = ""] = (request.url ?? "").split("/");
		switch (`${request.method} ${what}`) {
			case "PUT mappings":
				streams.put(mappingSchema.parse(await json(request)));
				return 204;
			case "DELETE mappings":
				await streams.stop(name);
				return 204;
			case "GET mappings":
				return streams.has(name) ? 200 : 404;
			case "GET idle":
				await streams.idle(name);
				return 204;
			default:
				return 404;
		}
	};

	const server = createServer((request, response) => {
		answer(request).then(
			(status) => response.writeHead(status).end(),
			(error) => response.writeHead(400).end(sentence(error)),
		);
	});
	const port = await choosePort();
	await new Promise<void>((resolve, reject) => {
		server.once("error", reject);
		server.listen(port, "127.0.0.1", resolve);
	});
	return {
		url: `http://127.0.0.1:${port}`,
		idle: () => streams.allIdle(),
		async stop() {
			await streams.stopAll();
			await new Promise((resolve) => {
				server.close(resolve);
				server.closeAllConnections();
			});
		},
	};
}
