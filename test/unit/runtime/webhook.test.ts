import { createHmac } from "node:crypto";
import { Unprocessable } from "../../../runtime/errors";
import { type WebhookHandlers, webhook } from "../../../runtime/webhook";
import { httpEvent, noon } from "../../../testkit/records";
import { clearTelemetry, counted, logged } from "../../../testkit/telemetry";
import { FakeSecrets, type Till, till, tillEnvironment } from "./world/gateway";
import { world } from "./world/world";

jest.mock("../../../runtime/core/telemetry", () =>
	jest.requireActual("../../../testkit/telemetry"),
);
beforeEach(clearTelemetry);

const route = "POST /bank";
const paid = { orderId: "order-1", cents: 500 };

const handlers: WebhookHandlers<Till> = {
	[route]: ({ body: { orderId, cents } }) => ({
		name: "paid",
		row: { pk: orderId, sk: "paid", orderId, cents },
	}),
};

interface Sent {
	body?: unknown;
	id?: string;
	/** Seconds. */
	time?: number;
	secret?: string;
	headers?: Record<string, string>;
	base64?: boolean;
	routeKey?: string;
}

function bank(
	of: Partial<WebhookHandlers<Till>> = {},
	options: Parameters<typeof world>[0] = {},
) {
	const all = world({ ...options, environment: tillEnvironment });
	const secrets = new FakeSecrets();
	secrets.set("till/bank-webhook", "first");
	const ports = { ...all.ports(), secrets };
	const receive = webhook(till, { ...handlers, ...of }, () => ports);
	const send = async ({
		body = paid,
		id = "message-1",
		time = all.clock.now() / 1000,
		secret = "first",
		headers = {},
		base64 = false,
		routeKey = route,
	}: Sent = {}) => {
		const text = typeof body === "string" ? body : JSON.stringify(body);
		const signature = createHmac("sha256", secret)
			.update(`${id}.${time}.${text}`)
			.digest("base64");
		const event = httpEvent(routeKey, {
			body: base64 ? Buffer.from(text).toString("base64") : text,
			headers: {
				"webhook-id": id,
				"webhook-timestamp": String(time),
				"webhook-signature": `v1,${signature}`,
				...headers,
			},
		});
		const answer = await receive({ ...event, isBase64Encoded: base64 });
		return { status: answer.statusCode, body: answer.body };
	};
	const rows = (name: string) =>
		all.table.rows().filter((row) => row.discriminator === name);
	return { ...all, secrets, send, rows };
}

describe("a webhook", () => {
	test("is stored under its id, and then answered", async () => {
		const { send, rows, table } = bank();
		expect(await send()).toEqual({ status: 204, body: undefined });
		expect(rows("paid")).toMatchObject([
			{
				...{ pk: "order-1", sk: "paid", cents: 500, timestamp: noon },
				...{ awsregion: "us-east-1", context: { hops: 0 } },
			},
		]);
		expect(table.rows()).toHaveLength(2);
	});

	test("that comes again changes nothing, and gets the same answer", async () => {
		const { send, table, clock } = bank();
		await send();
		const before = table.rows();
		clock.tick(60_000);
		expect(await send()).toEqual({ status: 204, body: undefined });
		expect(table.rows()).toEqual(before);
		expect(logged.at(-1)).toMatchObject(["webhook", { result: "repeated" }]);
	});

	test("makes the same change in any region, so it is one event", async () => {
		const here = bank();
		const there = bank({}, { region: "us-west-2" });
		await here.send();
		there.clock.tick(1000);
		await there.send();
		const [first] = here.rows("paid");
		const [second] = there.rows("paid");
		expect(second?.changeId).toBe(first?.changeId);
		expect(second?.awsregion).toBe("us-west-2");
	});

	test("of another id is another change, even if it says the same", async () => {
		const { send, rows } = bank();
		await send();
		const [first] = rows("paid");
		await send({ id: "message-2" });
		expect(rows("paid")[0]?.changeId).not.toBe(first?.changeId);
	});

	test("may have no rows", async () => {
		const { send, table } = bank({ [route]: () => undefined });
		expect((await send()).status).toBe(204);
		expect(table.rows()).toEqual([]);
	});

	test("may have several, which are written together", async () => {
		const { send, rows } = bank({
			[route]: ({ id, timestamp, body }) => [
				{ name: "log", row: { pk: id, sk: "log", text: `${timestamp}` } },
				{ name: "paid", row: { pk: "a", sk: "b", ...body } },
			],
		});
		await send();
		expect(rows("log")).toMatchObject([{ pk: "message-1", text: `${noon}` }]);
		expect(rows("paid")).toHaveLength(1);
	});

	test("is signed over the bytes that came, also in base64", async () => {
		const { send } = bank();
		const body = `{ "orderId": "\u00fc",   "cents": 1 }`;
		expect((await send({ body })).status).toBe(204);
		expect((await send({ body, base64: true, id: "2" })).status).toBe(204);
	});

	test("may be signed by the secret before, and by the one that has just come", async () => {
		const { send, secrets, clock } = bank();
		await send();
		secrets.set("till/bank-webhook", "second");
		clock.tick(10_000);
		expect((await send({ id: "2", secret: "second" })).status).toBe(204);
		expect((await send({ id: "3", secret: "first" })).status).toBe(204);
		secrets.set("till/bank-webhook", "third");
		clock.tick(300_000);
		expect((await send({ id: "4", secret: "first" })).status).toBe(401);
	});
});

describe("a webhook is refused", () => {
	const long = "x".repeat(257 * 1024);
	test.each<[string, Sent, number, RegExp]>([
		[
			"that is too large, before anything is computed",
			{ body: long, secret: "wrong" },
			413,
			/larger than/,
		],
		["without an id", { headers: { "webhook-id": "" } }, 400, /webhook-id/],
		[
			"with an endless id",
			{ headers: { "webhook-id": "x".repeat(257) } },
			400,
			/webhook-id/,
		],
		[
			"without a time",
			{ headers: { "webhook-timestamp": "now" } },
			400,
			/webhook-timestamp/,
		],
		[
			"without a signature",
			{ headers: { "webhook-signature": "" } },
			400,
			/webhook-signature/,
		],
		["with a wrong signature", { secret: "wrong" }, 401, /none of ours/],
		[
			"with a wrong signature, whatever else is wrong",
			{ secret: "wrong", body: "{", time: 1 },
			401,
			/none of ours/,
		],
		[
			"that is older than five minutes",
			{ time: noon / 1000 - 301 },
			400,
			/five minutes/,
		],
		[
			"that comes from the future",
			{ time: noon / 1000 + 301 },
			400,
			/five minutes/,
		],
		["that is no JSON", { body: "{" }, 422, /must be JSON/],
		[
			"that is not what the contract says",
			{ body: { orderId: "" } },
			422,
			/not valid/,
		],
		[
			"on a path that the contract does not have",
			{ routeKey: "POST /other" },
			404,
			/no POST \/other/,
		],
	])("%s", async (_, sent, status, detail) => {
		const { send, table } = bank();
		const answer = await send(sent);
		expect(answer.status).toBe(status);
		expect(JSON.parse(answer.body ?? "").detail).toMatch(detail);
		expect(table.rows()).toEqual([]);
		expect(counted).toMatchObject({ WebhooksRefused: 1, RequestErrors: 0 });
	});

	test("by the model", async () => {
		const { send } = bank({
			[route]: () => {
				throw new Unprocessable("No such order.");
			},
		});
		expect((await send()).status).toBe(422);
	});

	test("five minutes are still in time", async () => {
		const { send } = bank();
		expect((await send({ time: noon / 1000 - 300 })).status).toBe(204);
		expect((await send({ time: noon / 1000 + 300, id: "2" })).status).toBe(204);
	});
});

describe("a webhook is to be sent again", () => {
	test("where the table is throttled: nothing is lost", async () => {
		const { send, table, rows } = bank();
		table.failNext({ name: "ThrottlingException" });
		expect((await send()).status).toBe(503);
		expect(counted).toMatchObject({ RequestErrors: 1 });
		expect((await send()).status).toBe(204);
		expect(rows("paid")).toHaveLength(1);
	});

	test("where there is no secret yet", async () => {
		const { send, secrets } = bank();
		secrets.clear();
		expect((await send()).status).toBe(503);
	});

	test("where the code has a bug, of which the log says nothing that was in the body", async () => {
		const { send } = bank({
			[route]: ({ body }) => {
				throw new Error(`cannot read ${body.orderId}`);
			},
		});
		expect(
			(await send({ body: { orderId: "order-secret", cents: 1 } })).status,
		).toBe(500);
		const [, line] = logged[0] ?? [];
		const { error } = line as { error: Error };
		expect(`${error.message} ${error.stack}`).not.toMatch("order-secret");
	});
});

test("one line is logged for each, without the body or a secret", async () => {
	const { send } = bank();
	await send();
	expect(logged).toEqual([
		[
			"webhook",
			{
				...{ route, status: 204, latency: 0, id: "message-1", rows: 1 },
				...{ result: "written", correlationId: expect.any(String) },
			},
		],
	]);
});
