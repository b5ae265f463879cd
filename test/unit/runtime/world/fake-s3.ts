import { Readable } from "node:stream";
import { S3Client } from "@aws-sdk/client-s3";
import { credentials } from "../../../../testkit/dynamo/wire";

/** What the SDK's handler gets of a call to S3. */
interface Call {
	method: string;
	hostname: string;
	path: string;
	body?: Uint8Array | string;
}

/** S3 behind the SDK's own client, at its wire: objects by bucket and key, each in its bucket's region. */
export class FakeS3 {
	/** By `region/bucket/key`. */
	readonly objects = new Map<string, string>();
	/** The calls so far: `PUT us-east-1/bucket/key`. */
	readonly calls: string[] = [];
	/** The status with which a call fails; undefined lets it pass. */
	fails: (call: string) => number | undefined = () => undefined;

	client = async (region: string): Promise<S3Client> =>
		new S3Client({
			region,
			credentials,
			maxAttempts: 1,
			forcePathStyle: true,
			requestHandler: { handle: (call: Call) => this.handle(call) },
		});

	private async handle({ method, hostname, path, body }: Call) {
		const [, region] = hostname.split(".");
		const place = `${region}${decodeURIComponent(path)}`;
		const call = `${method} ${place}`;
		this.calls.push(call);
		const status = this.fails(call);
		if (status)
			return answer(status, error(status < 500 ? "AccessDenied" : "SlowDown"));
		if (method === "PUT") {
			this.objects.set(place, String(body));
			return answer(200, "");
		}
		const found = this.objects.get(place);
		return found === undefined
			? answer(404, error("NoSuchKey"))
			: answer(200, found);
	}
}

function error(code: string): string {
	return `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>fake</Message></Error>`;
}

function answer(statusCode: number, text: string) {
	const headers = { "content-type": "application/xml" };
	const body = Readable.from([Buffer.from(text)]);
	return { response: { statusCode, headers, body } };
}
