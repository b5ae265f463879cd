/** A request of an SDK client, as its handler gets it. */
export interface Call {
	headers: Record<string, string>;
	body?: Uint8Array;
}

/** What an AWS service that speaks JSON is asked. */
export function askedIn({ body }: Call) {
	return JSON.parse(new TextDecoder().decode(body));
}

/** And what it answers. */
export function answer(statusCode: number, body: object) {
	const headers = { "content-type": "application/x-amz-json-1.1" };
	return {
		response: { statusCode, headers, body: Buffer.from(JSON.stringify(body)) },
	};
}

export const credentials = { accessKeyId: "fake", secretAccessKey: "fake" };
