import { join } from "node:path";
import {
	EventBridgeClient,
	TestEventPatternCommand,
} from "@aws-sdk/client-eventbridge";
import { consumed, z } from "../../../contracts";
import { eventPattern } from "../../../contracts/event-pattern";
import { type Filter, hears } from "../../../contracts/filter";
import { type Emulator, startEmulator } from "../../../local/emulator/emulator";

jest.setTimeout(120_000);

let emulator: Emulator;
let client: EventBridgeClient;

beforeAll(async () => {
	emulator = await startEmulator({ root: join(__dirname, "../../..") });
	client = new EventBridgeClient({
		endpoint: emulator.endpoint,
		region: "us-east-1",
		credentials: { accessKeyId: "test", secretAccessKey: "test" },
	});
});

afterAll(async () => {
	client?.destroy();
	await emulator?.stop();
});

const order = { id: "r-1", rush: true, total: { amount: 5, currency: "EUR" } };
const other = { id: "s-1", rush: false, total: { amount: 7, currency: "USD" } };

/** Two rules: one hears all that is lost, the other what its filter lets through. */
const rulesOf = (where: Filter) => ({
	"keep-lost": { on: ["order-lost"], materializes: "lost" },
	"keep-some": { on: ["order-placed"], where, materializes: "some" },
});

/** What the emulator's bus says of an event. */
async function arrives(where: Filter, event: { type: string }) {
	const body = consumed({ body: { order: z.object({}) } });
	const consumes = { "order-placed": body, "order-lost": body };
	const { Result } = await client.send(
		new TestEventPatternCommand({
			EventPattern: eventPattern({
				name: "kitchen",
				consumes,
				rules: rulesOf(where),
			}),
			Event: JSON.stringify({
				id: "1",
				account: "123456789012",
				time: "2030-01-01T12:00:00Z",
				region: "us-east-1",
				resources: [],
				source: "shop",
				"detail-type": event.type,
				detail: event,
			}),
		}),
	);
	return Result;
}

test.each<Filter>([
	{ "order.id": ["r-1"] },
	{ "order.id": [{ prefix: "s-" }] },
	{ "order.rush": [true] },
	{ "order.total.amount": [5, 6] },
	{ "order.total.amount": [{ "anything-but": [5] }] },
	{ "order.total.currency": [{ "anything-but": ["EUR", "GBP"] }] },
	{ "order.total.currency": ["EUR"], "order.rush": [false, true] },
	{ "order.total.currency": ["EUR"], "order.total.amount": [7] },
	{ "order.note": [{ exists: false }] },
	{ "order.note": [{ exists: true }] },
])("the bus and the code agree on %j", async (where) => {
	const rules = Object.values(rulesOf(where));
	for (const event of [
		{ type: "order-placed", order },
		{ type: "order-placed", order: other },
		{ type: "order-lost", order },
		{ type: "order-found", order },
	])
		expect(await arrives(where, event)).toBe(
			rules.some((rule) => hears(rule, event)),
		);
});
