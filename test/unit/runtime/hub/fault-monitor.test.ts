import { faultEvent } from "../../../../runtime/core/faults";
import { handler } from "../../../../runtime/hub/fault-monitor";
import { FakeDynamo } from "../world/fake-dynamo";
import { envelope, message, noon } from "../world/records";

const mockTable = { current: new FakeDynamo() };
jest.mock("../../../../runtime/core/telemetry", () =>
	jest.requireActual("../world/telemetry"),
);
jest.mock("../../../../runtime/core/clients", () => ({
	documentClient: () => mockTable.current.client(),
}));

beforeEach(() => {
	mockTable.current = new FakeDynamo();
	process.env.TABLE_NAME = "faults";
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

const receive = (...events: (object | string)[]) =>
	handler({ Records: events.map(message) });

test("a fault is kept, with what is needed to find, understand and resubmit it", async () => {
	expect(await receive(fault())).toEqual({ batchItemFailures: [] });
	expect(mockTable.current.rows()).toEqual([
		{
			pk: fault().id,
			sk: "fault",
			discriminator: "fault",
			data: "shop#2030-01-01T12:00:00.000Z",
			source: "shop",
			rule: "keep-orders",
			function: "shop-listener",
			error: { name: "TypeError", message: "boom", stack: expect.any(String) },
			record: { body: "{}" },
			tags: expect.objectContaining({ causationId: "event-1", source: "shop" }),
			firstSeen: noon,
			lastSeen: noon,
			attempts: 1,
			attemptIds: new Set(["first"]),
		},
	]);
});

test("the same failure again raises the attempts, and its last error is kept", async () => {
	await receive(fault());
	await receive(
		fault({ invocation: "second", now: noon + 5, message: "bang" }),
	);
	expect(mockTable.current.rows()).toMatchObject([
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
	expect(mockTable.current.rows()).toMatchObject([{ attempts: 1 }]);
});

test("a fault of nobody known is kept too", async () => {
	const event = fault();
	await receive({ ...event, tags: {} });
	expect(mockTable.current.rows()).toMatchObject([{ source: "unknown" }]);
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
	expect(mockTable.current.rows()).toHaveLength(1);
});
