import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { text } from "node:stream/consumers";
import { signature } from "../../../../local/processor/deliveries";
import {
	type Processor,
	startProcessor,
} from "../../../../local/processor/processor";
import { until } from "../../../../local/resources/until";

const secret = `whsec_${Buffer.from("a secret").toString("base64")}`;
const key = "the key";

interface Told {
	id: string;
	event: string;
	orderId: string;
	amount: number;
	isSigned: boolean;
}

/** Who hears the webhooks, in two regions; each answers what it is told to. */
class Service {
	readonly told: Told[] = [];
	/** Statuses of the next answers; then 204. */
	answers: number[] = [];
	private server: Server | undefined;

	async start(): Promise<string[]> {
		this.server = createServer(async (request, response) => {
			const body = await text(request);
			const header = (name: string) => String(request.headers[name]);
			const id = header("webhook-id");
			const signed = `${id}.${header("webhook-timestamp")}.${body}`;
			const isSigned =
				header("webhook-signature") === signature(secret, signed);
			const { event, orderId, amount } = JSON.parse(body);
			const status = this.answers.shift() ?? 204;
			response.writeHead(status).end();
			if (status < 300)
				this.told.push({ id, event, orderId, isSigned, ...amount });
		});
		this.server.listen(0, "127.0.0.1");
		await once(this.server, "listening");
		const address = this.server.address();
		const port = address && typeof address === "object" ? address.port : 0;
		return [1, 2].map((region) => `http://127.0.0.1:${port}/${region}`);
	}

	stop() {
		this.server?.closeAllConnections();
		this.server?.close();
	}
}

let service: Service;
let processor: Processor;

beforeEach(async () => {
	service = new Service();
	const urls = await service.start();
	processor = await startProcessor({
		times: { decision: 20, slow: 300, late: 300 },
	});
	processor.serve({ keys: [key, "the key before"], secret, urls });
});
afterEach(async () => {
	await processor.stop();
	service.stop();
});

async function post(
	path: string,
	body: unknown,
	headers: Record<string, string> = {},
): Promise<number> {
	const { status } = await fetch(`${processor.url}${path}`, {
		method: "POST",
		headers: {
			authorization: `Bearer ${key}`,
			"idempotency-key": JSON.stringify([path, body]),
			...headers,
		},
		body: JSON.stringify(body),
	});
	return status;
}

const payment = (orderId: string, amount = 1250) => ({
	orderId,
	amount: { amount, currency: "EUR" },
});

/** What was told when nothing is pending any more. */
async function settled(): Promise<string[]> {
	await until(
		async () => (processor.pending() === 0 ? true : undefined),
		5_000,
	);
	expect(service.told.every(({ isSigned }) => isSigned)).toBe(true);
	const lines = service.told.map(
		({ event, orderId, amount }) => `${orderId} ${event} ${amount}`,
	);
	return [...new Set(lines)];
}

describe("the payment processor", () => {
	it("takes a request, and tells later what it decided, signed", async () => {
		expect(await post("/authorizations", payment("a"))).toBe(202);
		expect(service.told).toEqual([]);
		expect(await settled()).toEqual(["a authorized 1250"]);
		expect(await post("/voids", { orderId: "a" })).toBe(202);
		expect(await settled()).toEqual(["a authorized 1250", "a voided 1250"]);
	});

	it("never authorizes what is voided before it decided", async () => {
		await post("/authorizations", payment("a"));
		await post("/voids", { orderId: "a" });
		expect(await settled()).toEqual(["a voided 0"]);
		expect(processor.books().a).toMatchObject({ authorized: 0, voided: 0 });
	});

	it("does a thing once for the same Idempotency-Key", async () => {
		for (let i = 0; i < 3; i++)
			expect(await post("/authorizations", payment("a"))).toBe(202);
		await settled();
		expect(processor.books().a?.requests).toBe(1);
		const other = { "idempotency-key": '["/authorizations",{}]' };
		expect(await post("/authorizations", payment("b"), other)).toBe(202);
		expect(await post("/authorizations", payment("c"), other)).toBe(422);
	});

	it.each<[number, string, unknown, Record<string, string>]>([
		[401, "/authorizations", payment("a"), { authorization: "Bearer none" }],
		[400, "/authorizations", payment("a"), { "idempotency-key": "" }],
		[400, "/authorizations", { orderId: "a" }, {}],
		[400, "/voids", {}, {}],
		[404, "/refunds", { orderId: "a" }, {}],
	])("answers %i to POST %s %j %j", async (status, path, body, headers) => {
		expect(await post(path, body, headers)).toBe(status);
		expect(processor.books()).toEqual({});
	});

	it("still takes the key before, while it is being changed", async () => {
		const headers = { authorization: "Bearer the key before" };
		expect(await post("/authorizations", payment("a"), headers)).toBe(202);
	});

	it("lets nobody in until it knows for whom it works", async () => {
		const stranger = await startProcessor();
		const { status } = await fetch(`${stranger.url}/voids`, { method: "POST" });
		expect(status).toBe(401);
		await stranger.stop();
	});

	it("repeats a notice until it is taken, and some even then, with the same id", async () => {
		service.answers = [500, 404, 503];
		const orders = Array.from({ length: 30 }, (_, i) => `order-${i}`);
		for (const orderId of orders)
			await post("/authorizations", payment(orderId));
		expect(await settled()).toHaveLength(30);
		const ids = service.told.map(({ id }) => id);
		expect(new Set(ids).size).toBe(30);
		expect(ids.length).toBeGreaterThan(32);
		expect(ids.length).toBeLessThan(50);
	});

	describe("is", () => {
		it("slow: it does what it is asked, and answers too late", async () => {
			processor.setMode("slow");
			const start = Date.now();
			expect(await post("/authorizations", payment("a"))).toBe(202);
			expect(Date.now() - start).toBeGreaterThanOrEqual(295);
			expect(await settled()).toEqual(["a authorized 1250"]);
		});

		it("failing: it answers 503 and does nothing", async () => {
			processor.setMode("failing");
			expect(await post("/authorizations", payment("a"))).toBe(503);
			expect(processor.books()).toEqual({});
		});

		it("down: it does not answer, and what it decided it tells when it is up again", async () => {
			await post("/authorizations", payment("a"));
			processor.setMode("down");
			await expect(post("/authorizations", payment("b"))).rejects.toThrow();
			await new Promise((resolve) => setTimeout(resolve, 100));
			expect(service.told).toEqual([]);
			processor.setMode("normal");
			expect(await settled()).toEqual(["a authorized 1250"]);
		});

		it("late: it answers at once and takes its time to decide", async () => {
			processor.setMode("late");
			const start = Date.now();
			await post("/authorizations", payment("a"));
			expect(Date.now() - start).toBeLessThan(250);
			expect(await settled()).toEqual(["a authorized 1250"]);
			expect(Date.now() - start).toBeGreaterThanOrEqual(295);
		});
	});

	it("shows its books to people, and is what they want", async () => {
		await post("/authorizations", payment("a"));
		await settled();
		const books = await fetch(`${processor.url}/books`);
		expect(await books.json()).toEqual(processor.books());
		const mode = (wanted: unknown) =>
			fetch(`${processor.url}/mode`, {
				method: "POST",
				body: JSON.stringify({ mode: wanted }),
			});
		expect((await mode("failing")).status).toBe(200);
		expect((await mode("broken")).status).toBe(400);
		expect(await post("/voids", { orderId: "a" })).toBe(503);
	});

	it("stops while it has something to say", async () => {
		service.answers = Array.from({ length: 1000 }, () => 500);
		await post("/authorizations", payment("a"));
		await until(
			async () => (service.answers.length < 1000 ? true : undefined),
			2_000,
		);
		await post("/authorizations", payment("b"));
		await processor.stop();
		await expect(post("/voids", { orderId: "a" })).rejects.toThrow();
		expect(service.told).toEqual([]);
	});
});
