import { createServer } from "node:http";

type Reply = {
	status?: number;
	body: unknown;
	headers?: Record<string, string>;
};
interface FakeShard {
	id: string;
	parent?: string;
	records: string[];
	closed?: boolean;
}
type Body = Record<string, string | undefined>;

/** Just enough of DynamoDB Streams, Lambda and S3 to see what a poller does. Records are numbered by their place in all. */
export async function startFake(shards: FakeShard[]) {
	const calls: string[] = [];
	const invoked: string[][] = [];
	const objects: string[] = [];
	const fake = {
		shards,
		calls,
		invoked,
		objects,
		/** What the function answers to the names of the records. */
		handler: (_names: string[]): unknown => null,
		/** Replies instead of the fake, once for each element that is for this operation. */
		faults: [] as { operation: string; type: string }[],
	};

	const server = createServer(async (request, response) => {
		let text = "";
		for await (const chunk of request) text += chunk;
		const { status = 200, body, headers } = reply(request, text);
		response.writeHead(status, {
			"content-type": "application/x-amz-json-1.0",
			...headers,
		});
		response.end(JSON.stringify(body));
	});
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	const address = server.address();
	if (typeof address !== "object" || !address) throw new Error("not listening");

	function reply(
		{
			url = "",
			headers,
		}: { url?: string; headers: NodeJS.Dict<string | string[]> },
		text: string,
	): Reply {
		if (url.includes("/functions/")) return invoke(JSON.parse(text));
		const target = String(headers["x-amz-target"] ?? "").split(".")[1];
		if (!target) {
			objects.push(decodeURIComponent(url.split("?")[0] ?? ""));
			return { body: "" };
		}
		calls.push(target);
		const fault = fake.faults.findIndex(
			({ operation }) => operation === target,
		);
		if (fault >= 0) {
			const [found] = fake.faults.splice(fault, 1);
			return {
				status: 400,
				body: { __type: found?.type, message: found?.type },
			};
		}
		return { body: stream(target, JSON.parse(text)) };
	}

	function stream(target: string, body: Body): unknown {
		if (target === "DescribeStream") {
			const Shards = shards.map(({ id, parent }) => ({
				ShardId: id,
				ParentShardId: parent,
			}));
			return { StreamDescription: { Shards } };
		}
		if (target === "GetShardIterator") {
			const shard = shards.find(({ id }) => id === body.ShardId);
			const after = shard?.records.indexOf(body.SequenceNumber ?? "") ?? -1;
			const place =
				body.ShardIteratorType === "LATEST" ? shard?.records.length : after + 1;
			return { ShardIterator: `${body.ShardId}/${place}` };
		}
		const [id, place] = body.ShardIterator?.split("/") ?? [];
		const shard = shards.find((shard) => shard.id === id);
		const names = shard?.records.slice(Number(place)) ?? [];
		return {
			Records: names.map((name) => ({
				eventName: "INSERT",
				dynamodb: {
					SequenceNumber: name,
					Keys: { pk: { S: name } },
					ApproximateCreationDateTime: Date.now() / 1000,
				},
			})),
			NextShardIterator: shard?.closed
				? undefined
				: `${id}/${Number(place) + names.length}`,
		};
	}

	function invoke(event: {
		Records: { dynamodb: { SequenceNumber: string } }[];
	}): Reply {
		const names = event.Records.map(({ dynamodb }) => dynamodb.SequenceNumber);
		invoked.push(names);
		return { body: fake.handler(names) };
	}

	return Object.assign(fake, {
		endpoint: `http://127.0.0.1:${address.port}`,
		async close() {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	});
}
