import type { Platform } from "../../local/platform";

export interface Answer {
	status: number;
	/** The JSON of the body; undefined where it is empty. */
	body: Record<string, unknown> & { [list: string]: unknown };
	type: string;
}

export interface CallOptions {
	body?: unknown;
	idempotencyKey?: string;
}

/** A person with a token, who calls one service's API in any region. */
export class Client {
	constructor(
		private readonly platform: Pick<Platform, "outputs">,
		private readonly service: string,
		private readonly token: string | undefined,
	) {}

	/** With a token of the platform's issuer. */
	static async of(
		platform: Pick<Platform, "outputs" | "token">,
		service: string,
		subject: string,
		scopes: readonly string[],
	): Promise<Client> {
		return new Client(platform, service, await platform.token(subject, scopes));
	}

	async call(
		region: string,
		method: string,
		path: string,
		{ body, idempotencyKey }: CallOptions = {},
	): Promise<Answer> {
		const url = this.platform.outputs.apis[this.service]?.[region];
		if (!url) throw new Error(`${this.service} has no API in ${region}`);
		const response = await fetch(`${url}${path}`, {
			method,
			headers: {
				"content-type": "application/json",
				...(this.token && { authorization: `Bearer ${this.token}` }),
				...(idempotencyKey && { "idempotency-key": idempotencyKey }),
			},
			...(body !== undefined && { body: JSON.stringify(body) }),
		});
		const text = await response.text();
		return {
			status: response.status,
			type: response.headers.get("content-type") ?? "",
			body: text ? JSON.parse(text) : {},
		};
	}
}
