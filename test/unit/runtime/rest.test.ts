import type { Entities } from "../../../runtime/entities";
import { Conflict, NotFound, Unprocessable } from "../../../runtime/errors";
import { type RestHandlers, rest } from "../../../runtime/rest";
import { FakeDynamo } from "../../../testkit/dynamo/fake-dynamo";
import { httpEvent, image } from "../../../testkit/records";
import { clearTelemetry, counted, logged } from "../../../testkit/telemetry";
import { type Shop, shop } from "./world/shop";
import { world } from "./world/world";

jest.mock("../../../runtime/core/telemetry", () =>
	jest.requireActual("../../../testkit/telemetry"),
);
beforeEach(clearTelemetry);

const key = (itemId: string) => ({ pk: "shop-1", sk: `item#${itemId}` });

const handlersOf = (entities: Entities<Shop>): RestHandlers<Shop> => ({
	"GET /items/{itemId}": async ({ path }) => {
		const item = await entities.get("item", key(path.itemId));
		if (!item) throw new NotFound(`There is no item ${path.itemId}.`);
		return item;
	},
	"GET /items": ({ query }) =>
		entities.under("item", { pk: "shop-1" }, { ...query, limit: 2 }),
	"POST /items": async ({ body, newId }) => {
		if (body.name === "Stone") throw new Unprocessable("A stone is no item.");
		const itemId = newId();
		const fields = { ...body, status: "draft" as const };
		await entities.create("item", { ...key(itemId), ...fields });
		return { itemId, name: body.name };
	},
	"DELETE /items/{itemId}": ({ path }) =>
		entities.remove("item", key(path.itemId)),
	"POST /items/{itemId}/orders": async ({ path, body }) => {
		throw new Conflict(`No ${body.quantity} of ${path.itemId} left.`);
	},
});

function shopApi({
	of = {},
	...options
}: { of?: Partial<RestHandlers<Shop>> } & Parameters<typeof world>[0] = {}) {
	const all = world(options);
	const handler = rest(
		shop,
		(entities) => ({ ...handlersOf(entities), ...of }),
		all.ports,
	);
	const ask = async (...request: Parameters<typeof httpEvent>) => {
		const { statusCode, headers, body } = await handler(httpEvent(...request));
		return {
			status: statusCode,
			type: headers?.["content-type"],
			body: body && JSON.parse(body),
		};
	};
	return { ...all, ask };
}

const tea = { name: "Tea", price: 250 };
const itemPath = { path: { itemId: "1" } };

describe("a success", () => {
	test("answers what its contract declares, and no other field", async () => {
		const { ask, table } = shopApi();
		table.set(image({ secret: "x" }));
		expect(await ask("GET /items/{itemId}", itemPath)).toEqual({
			status: 200,
			type: "application/json",
			body: { ...tea, status: "draft" },
		});
		expect(await ask("GET /items")).toMatchObject({
			body: { items: [{ name: "Tea" }] },
		});
		expect(counted).toEqual({ Requests: 2, RequestErrors: 0 });
	});

	test("of a POST is 201, or what its contract says", async () => {
		const { ask } = shopApi({
			of: {
				"POST /items/{itemId}/orders": async ({ path, body }) => ({
					...path,
					...body,
				}),
			},
		});
		expect(await ask("POST /items", { body: tea })).toMatchObject({
			status: 201,
			body: { name: "Tea" },
		});
		const order = { ...itemPath, body: { quantity: 2 } };
		expect(await ask("POST /items/{itemId}/orders", order)).toMatchObject({
			status: 202,
		});
	});

	test("without a declared response is 204 with no body", async () => {
		const { ask } = shopApi();
		expect(await ask("DELETE /items/{itemId}", itemPath)).toEqual({
			status: 204,
		});
	});

	test("is paged by opaque cursors", async () => {
		const { ask, table } = shopApi();
		for (const n of [1, 2, 3])
			table.set(image({ sk: `item#${n}`, name: `n${n}` }));
		const first = await ask("GET /items");
		expect(first.body.items).toHaveLength(2);
		const { cursor } = first.body;
		const second = await ask("GET /items", { query: { cursor } });
		expect(second.body).toEqual({ items: [{ name: "n3" }] });
	});

	test("belongs to the caller's chain of causes", async () => {
		const { ask, table } = shopApi();
		await ask("POST /items", {
			body: tea,
			headers: { "x-correlation-id": "chain-1" },
		});
		expect(table.rows()).toMatchObject([
			{ context: { correlationId: "chain-1", hops: 0 } },
		]);
		expect(logged.at(-1)).toMatchObject([
			"request",
			{ route: "POST /items", status: 201, correlationId: "chain-1" },
		]);
	});
});

describe("whatever goes wrong is a problem", () => {
	const boom = async () => {
		throw new TypeError("secret is undefined");
	};

	test.each<[number, string, Parameters<typeof httpEvent>]>([
		[400, "a bad body", ["POST /items", { body: { name: 1 } }]],
		[400, "a bad path", ["GET /items/{itemId}", { path: { itemId: "a/b" } }]],
		[
			400,
			"a cursor of another list",
			["GET /items", { query: { cursor: "x" } }],
		],
		[
			403,
			"the wrong scope",
			["GET /items", { claims: { sub: "u", scope: "other" } }],
		],
		[404, "no such item", ["GET /items/{itemId}", itemPath]],
		[404, "no such route", ["GET /nothing"]],
		[
			409,
			"a state that forbids it",
			["POST /items/{itemId}/orders", { ...itemPath, body: { quantity: 1 } }],
		],
		[413, "too large a body", ["POST /items", { body: "x".repeat(300_000) }]],
		[
			422,
			"what the model refuses",
			["POST /items", { body: { ...tea, name: "Stone" } }],
		],
	])("%i %s", async (status, _, request) => {
		const answer = await shopApi().ask(...request);
		expect(answer).toEqual({
			status,
			type: "application/problem+json",
			body: expect.objectContaining({
				status,
				instance: "urn:request:request-1",
				detail: expect.any(String),
			}),
		});
		expect(counted).toEqual({ Requests: 1, RequestErrors: 0 });
	});

	test("429 a table at its limit", async () => {
		const { ask, table } = shopApi();
		table.failNext({ name: "ThrottlingException" });
		expect(await ask("GET /items/{itemId}", itemPath)).toMatchObject({
			status: 429,
		});
	});

	test.each([
		["a bug", { "GET /items": boom }],
		[
			"an answer that its contract refuses",
			{ "GET /items": async () => ({ items: [{ name: undefined }] }) } as never,
		],
		[
			"what is thrown and no error",
			{ "GET /items": () => Promise.reject("secret") },
		],
	])(
		"500 %s, with nothing of it in the body, and in the log",
		async (_, of) => {
			const { ask } = shopApi({ of });
			const answer = await ask("GET /items");
			expect(answer).toMatchObject({
				status: 500,
				type: "application/problem+json",
			});
			expect(JSON.stringify(answer)).not.toMatch(/secret| at |stack|undefined/);
			expect(logged[0]).toEqual([
				"request failed",
				{ error: expect.anything() },
			]);
			expect(counted).toEqual({ Requests: 1, RequestErrors: 1 });
		},
	);
});

describe("an Idempotency-Key", () => {
	const headers = { "idempotency-key": "key-1" };
	const post = { body: tea, headers };

	test("makes repetitions one item with one answer", async () => {
		const { ask, table } = shopApi();
		const first = await ask("POST /items", post);
		expect(await ask("POST /items", post)).toEqual(first);
		expect(
			table.rows().filter(({ discriminator }) => discriminator === "item"),
		).toHaveLength(1);
	});

	test("makes the same row and change in either region, before one hears of the other", async () => {
		const [here, there] = ["us-east-1", "us-west-2"].map((region) =>
			shopApi({ region, table: new FakeDynamo() }),
		);
		const answers = [
			await here?.ask("POST /items", post),
			await there?.ask("POST /items", post),
		];
		expect(answers[1]).toEqual(answers[0]);
		const ids = [here, there].map((one) =>
			one?.table
				.rows()
				.filter(({ discriminator }) => discriminator === "item")
				.map(({ sk, changeId }) => [sk, changeId]),
		);
		expect(ids[1]).toEqual(ids[0]);
	});

	test("with another body, or on another path, is 422", async () => {
		const { ask } = shopApi({
			of: {
				"POST /items/{itemId}/orders": async ({ path, body }) => ({
					...path,
					...body,
				}),
			},
		});
		await ask("POST /items", post);
		expect(
			await ask("POST /items", { ...post, body: { ...tea, price: 1 } }),
		).toMatchObject({ status: 422 });
		const order = { headers, body: { quantity: 1 } };
		await ask("POST /items/{itemId}/orders", {
			...order,
			path: { itemId: "1" },
		});
		expect(
			await ask("POST /items/{itemId}/orders", {
				...order,
				path: { itemId: "2" },
			}),
		).toMatchObject({ status: 422 });
	});

	test("means nothing where the method is idempotent by itself", async () => {
		const { ask, table } = shopApi();
		await ask("DELETE /items/{itemId}", { ...itemPath, headers });
		expect(table.rows()).toEqual([]);
	});
});

test("without a key each request makes something new", async () => {
	const { ask, table } = shopApi();
	await ask("POST /items", { body: tea });
	await ask("POST /items", { body: tea });
	expect(table.rows()).toHaveLength(2);
});
