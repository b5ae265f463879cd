import { readRequest } from "../../../../runtime/core/request";
import { httpEvent } from "../../../../testkit/records";
import { shop } from "../world/shop";

type Route = keyof typeof shop.api;

function read(
	key: Route,
	given: Parameters<typeof httpEvent>[1] = {},
	adjust: (event: ReturnType<typeof httpEvent>) => object = (event) => event,
) {
	const event = httpEvent(key, given);
	return readRequest(key, shop.api[key], Object.assign(event, adjust(event)));
}

const refusal = (of: () => unknown) => {
	try {
		return of();
	} catch (error) {
		return error;
	}
};

const body = { name: "Tea", price: 250 };

test("a request is its parts, as their schemas know them", () => {
	const request = read("POST /items", {
		body: { ...body, admin: true },
		query: { cursor: "x" },
		headers: { "idempotency-key": "key-1" },
	});
	expect(request).toEqual({
		subject: "user-1",
		path: {},
		query: {},
		body,
		idempotencyKey: "key-1",
	});
});

test("what is absent is empty", () => {
	const request = read("GET /items", {}, () => ({
		pathParameters: undefined,
		queryStringParameters: undefined,
	}));
	expect(request).toEqual({
		subject: "user-1",
		path: {},
		query: {},
		body: undefined,
		idempotencyKey: undefined,
	});
});

describe("the token", () => {
	test.each([
		["one of the scopes", { sub: "u", scope: "other shop:admin" }],
		["all of them", { sub: "u", scope: "shop:use shop:admin" }],
		["as scp", { sub: "u", scp: "[shop:use shop:admin]" }],
	])("with %s may", (_, claims) => {
		expect(
			read("GET /items/{itemId}", { claims, path: { itemId: "1" } }).subject,
		).toBe("u");
	});

	test.each([
		["none of the scopes", { sub: "u", scope: "other" }],
		[
			"the scope as part of another",
			{ sub: "u", scope: "shop:use:all my-shop:use" },
		],
		["no scope", { sub: "u" }],
		["no subject", { scope: "shop:use" }],
	])("with %s may not: 403", (_, claims) => {
		const error = refusal(() =>
			read("GET /items", { claims: { ...claims } as Record<string, string> }),
		);
		expect(error).toMatchObject({
			status: 403,
			message: expect.stringContaining("shop:use"),
		});
	});

	test("is enough where the route asks for no scope", () => {
		const request = { claims: { sub: "u" }, path: { itemId: "1" } };
		expect(read("DELETE /items/{itemId}", request).subject).toBe("u");
	});

	test("is missed where there is no authorizer", () => {
		const without = ({ requestContext }: ReturnType<typeof httpEvent>) => ({
			requestContext: { ...requestContext, authorizer: undefined },
		});
		expect(refusal(() => read("GET /items", {}, without))).toMatchObject({
			status: 403,
		});
	});
});

describe("the path", () => {
	const itemOf = (itemId: string) =>
		refusal(() =>
			read("GET /items/{itemId}", { path: { itemId, other: "x" } }),
		);

	test.each(["1", "a-b_c.d~e", "auth0|a#b c", "ä", "x".repeat(256)])(
		"may have %s",
		(itemId) => {
			expect(itemOf(itemId)).toMatchObject({ path: { itemId } });
		},
	);

	test.each(["", "a/b", "a\n", "a\u0000", "x".repeat(257)])(
		"may not have %j: 400",
		(itemId) => {
			expect(itemOf(itemId)).toMatchObject({
				status: 400,
				message: expect.stringContaining("itemId"),
			});
		},
	);

	test("must be there", () => {
		expect(refusal(() => read("GET /items/{itemId}"))).toMatchObject({
			status: 400,
		});
	});
});

describe("the body", () => {
	const bodyOf = (body: unknown, more = {}) =>
		refusal(() => read("POST /items", { body }, () => more));

	test("may come in base64", () => {
		const base64 = Buffer.from(JSON.stringify(body)).toString("base64");
		expect(bodyOf(base64, { isBase64Encoded: true })).toMatchObject({ body });
	});

	test.each([
		["missing", undefined],
		["empty", ""],
		["no JSON", "{"],
	])("that is %s: 400", (_, text) => {
		expect(bodyOf(text)).toMatchObject({
			status: 400,
			message: "The body must be JSON.",
		});
	});

	test("that is refused by its schema: 400 with each place", () => {
		expect(bodyOf({ name: "", price: "1" })).toMatchObject({
			status: 400,
			errors: [{ path: "name" }, { path: "price" }],
		});
		expect(bodyOf([])).toMatchObject({
			status: 400,
			errors: [{ path: "" }],
		});
	});

	test("counts in bytes, to the limit and no further: 413", () => {
		const limit = 256 * 1024;
		const around = JSON.stringify({ ...body, name: "" }).length;
		const large = (bytes: number) =>
			bodyOf({
				...body,
				name:
					"€".repeat(Math.floor((bytes - around) / 3)) +
					"x".repeat((bytes - around) % 3),
			});
		expect(large(limit)).toMatchObject({ subject: "user-1" });
		expect(large(limit + 1)).toMatchObject({ status: 413 });
	});

	test("is not read where the route has none", () => {
		expect(read("GET /items", { body: "{" }).body).toBeUndefined();
	});
});

test("a query that its schema refuses: 400", () => {
	const wrong = () => ({ queryStringParameters: { cursor: 1 } });
	expect(refusal(() => read("GET /items", {}, wrong))).toMatchObject({
		status: 400,
		message: "The query is not valid.",
		errors: [{ path: "query.cursor" }],
	});
});

test("an error of a schema itself is a bug, not a bad request", () => {
	const broken = { ...shop.api["GET /items"] };
	const query = Object.create(broken.query, {
		safeParse: {
			value: () => {
				throw new TypeError("boom");
			},
		},
	});
	const event = httpEvent("GET /items");
	expect(() => readRequest("GET /items", { ...broken, query }, event)).toThrow(
		TypeError,
	);
});

test.each([
	["", 400],
	["x".repeat(257), 400],
])("an Idempotency-Key is of 1 to 256 characters: %#", (key, status) => {
	const headers = { "idempotency-key": key };
	expect(refusal(() => read("POST /items", { body, headers }))).toMatchObject({
		status,
	});
});
