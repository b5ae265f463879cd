import {
	type StreamDesk,
	startStreamDesk,
} from "../../../../local/engine/stream-desk";
import { RemoteStreams } from "../../../../local/provider/remote-streams";
import type { StreamMapping } from "../../../../local/resources/stream-mappings";

/** Nobody is there: a mapping that runs asks in vain. */
const endpoint = "http://127.0.0.1:1";

const mapping: StreamMapping = {
	id: "orders",
	streamArn: "arn:aws:dynamodb:us-east-1:000000000000:table/orders/stream/1",
	region: "us-east-1",
	functionName: "orders-trigger",
	filters: [],
	batchSize: 10,
	batchWindowSeconds: 0,
	startingPosition: "TRIM_HORIZON",
	bisect: true,
	maximumRetryAttempts: 3,
	maximumRecordAgeSeconds: -1,
	reportBatchItemFailures: true,
};

let desk: StreamDesk;
let streams: RemoteStreams;
beforeEach(async () => {
	desk = await startStreamDesk(endpoint, () => {});
	streams = new RemoteStreams(desk.url);
});
afterEach(() => desk.stop());

it("runs what a provider asks for, until it is stopped", async () => {
	expect(await streams.has("orders")).toBe(false);
	await streams.put(mapping);
	expect(await streams.has("orders")).toBe(true);
	await streams.put({ ...mapping, batchSize: 20 });
	await streams.stop("orders");
	expect(await streams.has("orders")).toBe(false);
});

it("tells the provider why it does not run one", async () => {
	await expect(
		streams.put({ ...mapping, parallelizationFactor: 2 }),
	).rejects.toThrow("a parallelization factor of 2 does not run locally");
	expect(await streams.has("orders")).toBe(false);
});

it("has a function idle that no stream calls", async () => {
	await streams.idle("another");
});

it("says that nobody is there", async () => {
	const nobody = new RemoteStreams("http://127.0.0.1:1");
	await expect(nobody.put(mapping)).rejects.toThrow(
		"Nobody runs the mappings of table streams at http://127.0.0.1:1: start `npm run up:local` again.",
	);
});
