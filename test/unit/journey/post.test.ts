import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { signature } from "../../../local/processor/deliveries";
import { isSigned } from "../../../runtime/core/signature";
import { Counts } from "../../journey/chaos/counts";
import { pause } from "../../journey/chaos/pace";
import { Post } from "../../journey/chaos/post";
import { Random } from "../../journey/chaos/random";

const secret = `whsec_${Buffer.from("a secret of ours").toString("base64")}`;

interface Request {
	id: string;
	timestamp: string;
	signature: string;
	body: Buffer;
}

/** A platform that takes webhooks, and the post in front of it with one letter that it has carried. */
async function carried(answer: (request: Request) => number) {
	const server = createServer(async (request, response) => {
		const body = Buffer.from(await text(request));
		const header = (name: string) => String(request.headers[name]);
		response.writeHead(
			answer({
				...{ id: header("webhook-id"), body },
				timestamp: header("webhook-timestamp"),
				signature: header("webhook-signature"),
			}),
		);
		response.end();
	});
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	const { port } = server.address() as AddressInfo;
	const urls = [`http://127.0.0.1:${port}/webhooks/processor`];
	const counts = new Counts();
	const { post, stop } = await Post.start({ urls, secret, keys: [] }, counts);
	const timestamp = String(Math.floor(Date.now() / 1000));
	const { status } = await fetch(post.urls[0] ?? "", {
		method: "POST",
		body: "{}",
		headers: {
			"webhook-id": "msg_1",
			"webhook-timestamp": timestamp,
			"webhook-signature": signature(secret, `msg_1.${timestamp}.{}`),
		},
	});
	return {
		...{ post, counts, status },
		async mischiefUntil(isEnough: () => boolean) {
			const over = new AbortController();
			const done = post.mischief(new Random("a"), over.signal);
			while (!isEnough()) await pause(10);
			over.abort();
			await done;
		},
		async stop() {
			await stop();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}

/** As the platform's own. */
function honest({ id, timestamp, signature, body }: Request): number {
	const message = { id, timestamp, signature, body };
	if (!isSigned(message, [secret])) return 401;
	return Math.abs(Date.now() / 1000 - Number(timestamp)) > 300 ? 400 : 204;
}

test("a webhook is carried as it is, comes again, and forged ones are refused", async () => {
	const { post, counts, status, mischiefUntil, stop } = await carried(honest);
	expect(status).toBe(204);
	expect([...post.letters.keys()]).toEqual(["msg_1"]);
	await mischiefUntil(
		() =>
			counts.get("webhook repeated") > 0 && counts.get("webhook forged") > 0,
	);
	expect(post.surprises).toEqual([]);
	expect(post.letters.size).toBe(1);
	await stop();
});

test("whoever takes what is forged is found", async () => {
	const { post, mischiefUntil, stop } = await carried(() => 204);
	await mischiefUntil(() => post.surprises.length > 0);
	expect(post.surprises[0]).toMatch(
		/^a forged webhook \(\d+\) is answered 204/,
	);
	await stop();
});

test("whoever refuses what is not forged is found", async () => {
	const { post, stop } = await carried(() => 401);
	expect(post.surprises).toEqual(["the webhook {} is answered 401"]);
	await stop();
});
