import { faultEvent } from "../../../../runtime/core/faults";
import { handler } from "../../../../runtime/hub/fault-monitor";
import { FakeDynamo } from "../../../../testkit/dynamo/fake-dynamo";
import { envelope, message, noon } from "../../../../testkit/records";

const mockTable = { current: new FakeDynamo() };
jest.mock("../../../../runtime/core/telemetry", () =>
	jest.requireActual("../../../../testkit/telemetry"),
);
jest.mock("../../../../runtime/core/clients", () => ({
	documentClient: () => mockTable.current.client(),
}));

beforeEach(() => {
	mockTable.current = new FakeDynamo();
	process.env.TABLE_NAME = "faults";
	process.env.AWS_REGION = "us-east-1";
});

function fault({
	invocation = "first",
	now = noon,
	...given
}: {
	invocation?: string;
	now?: number;
	message?: string;
	id?: string;
} = {}) {
	const event = faultEvent(
		{
			rule: "keep-orders",
			error: new TypeError(given.message ?? "boom"),
			event: envelope({ id: given.id ?? "event-1" }),
			record: { body: "{}" },
		},
		{
			service: "shop",
			functionName: "shop-listener",
			invocationId: invocation,
			now,
		},
	);
	return { ...event, tags: { ...event.tags, source: "shop" } };
}

/** The faults in the table; it also notes each attempt. */
const kept = () =>
	mockTable.current
		.rows()
		.filter(({ discriminator }) => discriminator === "fault");

const receive = (...events: (object | string)[]) =>
	handler({ Records: events.map(message) });

test("a fault is kept, with what is needed to find, understand and resubmit it", async () => {
	expect(await receive(fault())).toEqual({ batchItemFailures: [] });
	expect(kept()).toEqual([
		{
			pk: fault().id,
			sk: "fault",
			discriminator: "fault",
			data: "shop#2030-01-01T12:00:00.000Z",
			source: "shop",
			rule: "keep-orders",
			function: "shop-listener",
			error: { name: "TypeError", message: "boom", stack: expect.any(String) },
			record: '{"body":"{}"}',
			tags: expect.objectContaining({ causationId: "event-1", source: "shop" }),
			firstSeen: noon,
			lastSeen: noon,
			attempts: 1,
			status: "open",
			awsregion: "us-east-1",
			timestamp: noon,
			changeId: expect.any(String),
		},
	]);
});

test("an attempt is remembered for as long as something could bring it again, and no longer", async () => {
	await receive(fault());
	const [note] = mockTable.current
		.rows()
		.filter(({ discriminator }) => discriminator === "attempt");
	expect(note).toMatchObject({ pk: fault().id, sk: "attempt#first" });
	const days = (Number(note?.ttl) - Date.now() / 1000) / (24 * 60 * 60);
	expect(days).toBeGreaterThan(102.9);
	expect(days).toBeLessThan(103.1);
});

test("attempts that come at once are all counted", async () => {
	const attempts = ["a", "b", "c"].map((invocation) => fault({ invocation }));
	expect(await receive(...attempts)).toEqual({ batchItemFailures: [] });
	expect(kept()).toMatchObject([{ attempts: 3 }]);
});

test("a fault that changes all the time comes back", async () => {
	let n = 0;
	mockTable.current.onCall = (name) => {
		if (name === "TransactWriteItems")
			mockTable.current.set({
				pk: { S: fault().id },
				sk: { S: "fault" },
				timestamp: { N: String(n++) },
			});
	};
	expect((await receive(fault())).batchItemFailures).toHaveLength(1);
});

test("of a large fault its place is kept", async () => {
	const { fault: whole, ...event } = fault();
	const { record: _, ...stub } = whole;
	const s3 = { bucket: "claims", key: "claims/1", region: "us-east-1" };
	await receive({ ...event, fault: stub, s3 });
	expect(kept()).toMatchObject([{ claim: s3, rule: "keep-orders" }]);
});

test("the same failure again raises the attempts, and its last error is kept", async () => {
	await receive(fault());
	await receive(
		fault({ invocation: "second", now: noon + 5, message: "bang" }),
	);
	expect(kept()).toMatchObject([
		{
			attempts: 2,
			firstSeen: noon,
			lastSeen: noon + 5,
			error: { message: "bang" },
		},
	]);
});

test("an invocation counts once, however often the queue delivers", async () => {
	await receive(fault(), fault());
	expect(await receive(fault())).toEqual({ batchItemFailures: [] });
	expect(kept()).toMatchObject([{ attempts: 1 }]);
});

test("a fault of nobody known is kept too", async () => {
	const event = fault();
	await receive({ ...event, tags: {} });
	expect(kept()).toMatchObject([{ source: "unknown" }]);
});

test("just what cannot be kept comes back", async () => {
	mockTable.current.failNext(undefined, { name: "ThrottlingException" });
	const records = [fault(), fault({ id: "event-2" }), "{", envelope()].map(
		message,
	);
	const { batchItemFailures } = await handler({ Records: records });
	expect(batchItemFailures).toEqual(
		records.slice(1).map(({ messageId }) => ({ itemIdentifier: messageId })),
	);
	expect(kept()).toHaveLength(1);
});
