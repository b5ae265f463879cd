import type { Streams } from "../resources/context";
import type { StreamMapping } from "../resources/stream-mappings";
import { UserError } from "../user-error";

/** The mappings of table streams, run by the process that serves the stack: they outlive the engine's call of the plugin. */
export class RemoteStreams implements Streams {
	constructor(private readonly url: string) {}

	async put(mapping: StreamMapping): Promise<void> {
		await this.ask("PUT", `/mappings/${mapping.id}`, mapping);
	}

	async stop(id: string): Promise<void> {
		await this.ask("DELETE", `/mappings/${id}`);
	}

	async has(id: string): Promise<boolean> {
		return (await this.ask("GET", `/mappings/${id}`)) === 200;
	}

	async idle(functionName: string): Promise<void> {
		await this.ask("GET", `/idle/${functionName}`);
	}

	private async ask(
		method: string,
		path: string,
		body?: object,
	): Promise<number> {
		const response = await fetch(`${this.url}${path}`, {
			method,
			...(body && { body: JSON.stringify(body) }),
		}).catch(() => {
			throw new UserError(
				`Nobody runs the mappings of table streams at ${this.url}: start \`npm run up:local\` again.`,
			);
		});
		const text = await response.text();
		if (response.status === 400) throw new UserError(text);
		return response.status;
	}
}
