import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { DynamoDBClient, ListTablesCommand } from "@aws-sdk/client-dynamodb";
import {
	callSettings,
	documentClient,
	eventBridgeClient,
} from "../../../../runtime/core/clients";
import { isRetryable } from "../../../../runtime/core/retryable";
import { credentials } from "../../../../testkit/dynamo/wire";

test("there is one client of each service", async () => {
	process.env.AWS_REGION = "us-east-1";
	expect(documentClient()).toBe(documentClient());
	expect(await eventBridgeClient()).toBe(await eventBridgeClient());
});

test("a call that hangs fails, and may be tried again", async () => {
	const silent = createServer(() => {}).listen(0, "127.0.0.1");
	await once(silent, "listening");
	const { port } = silent.address() as AddressInfo;
	const client = new DynamoDBClient({
		...callSettings,
		region: "us-east-1",
		endpoint: `http://127.0.0.1:${port}`,
		credentials,
		maxAttempts: 1,
		requestHandler: { ...callSettings.requestHandler, requestTimeout: 50 },
	});
	const error = await client.send(new ListTablesCommand()).catch((e) => e);
	expect(error).toMatchObject({ name: "TimeoutError" });
	expect(isRetryable(error)).toBe(true);
	client.destroy();
	silent.closeAllConnections();
	silent.close();
});
