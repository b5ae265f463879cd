import { route, z } from "../../../contracts";
import { platformProblems } from "../../../contracts/platform";
import { shop } from "./services";

const anyRoute = route({ summary: "Something", scopes: [] });
describe("routes", () => {
	const serving = (...keys: string[]) =>
		shop({ api: Object.fromEntries(keys.map((key) => [key, anyRoute])) });

	test.each([
		"GET orders",
		"get /orders",
		"HEAD /orders",
		"/orders",
		"GET  /orders",
		"GET /orders/",
		"GET //orders",
		"GET /orders?all",
		"GET /orders/{}",
		"GET /orders/{id",
		"GET /orders/id}",
		"GET /orders/{a}{b}",
		"GET /orders/no-{id}",
		"GET /orders/{order id}",
		"GET /{proxy+}",
		"GET /órdenes",
	])("%s is none", (key) => {
		expect(platformProblems([serving(key)])).toEqual([
			`shop: the route "${key}" must be "<METHOD> /path/{parameter}", the method one of GET, POST, PUT, PATCH and DELETE, a parameter a whole segment of the path`,
		]);
	});

	test.each<[string, string[], string[]]>([
		[
			"one route with two names for its parameter",
			["GET /orders/{a}", "GET /orders/{b}"],
			[
				'shop: "GET /orders/{a}" and "GET /orders/{b}" are the same route: drop one, or change its path',
			],
		],
		[
			"a parameter named twice",
			["GET /orders/{id}/lines/{id}"],
			[
				'shop: the route "GET /orders/{id}/lines/{id}" names a parameter twice: rename one',
			],
		],
		[
			"what API Gateway tells apart",
			[
				"GET /",
				"GET /orders/{a}",
				"PUT /orders/{b}",
				"GET /orders/{a}/lines",
				"GET /orders/mine",
			],
			[],
		],
	])("%s", (_, keys, sentences) => {
		expect(platformProblems([serving(...keys)])).toEqual(sentences);
	});

	test("a control service has none", () => {
		const control = shop({ kind: "control", api: { "GET /": anyRoute } });
		expect(platformProblems([control])).toEqual([
			"shop: a control service has no API: make it a bff, or drop its routes",
		]);
	});
});

describe("a route that no request could satisfy, or no client could read", () => {
	const some = { summary: "Something", scopes: [] };
	const only = (key: string, one: object) =>
		shop({ api: { [key]: { ...route(some), ...one } } });
	const query = (fields: Parameters<typeof z.object>[0]) => ({
		query: z.object(fields),
	});
	const text = "whose schema refuses text: a query's values are strings";

	test.each<[string, string, object, string[]]>([
		["a text", "GET /a", query({ q: z.string().max(3).optional() }), []],
		["an enum", "GET /a", query({ q: z.enum(["x", "y"]) }), []],
		[
			"a number in the query",
			"GET /a",
			query({ limit: z.int().optional() }),
			[`has the query parameter "limit", ${text}`],
		],
		[
			"a list in the query",
			"GET /a",
			query({ ids: z.array(z.string()) }),
			[`has the query parameter "ids", ${text}`],
		],
		[
			"a body of GET",
			"GET /a",
			{ body: z.object({}) },
			[
				"has a body, which clients do not send with GET: use PUT or POST, or the query",
			],
		],
		[
			"a success that is a failure",
			"PUT /a",
			{ status: 404 },
			["answers a success with 404: it must be 200 to 299"],
		],
		[
			"a response where none can be",
			"PUT /a",
			{ status: 204, response: z.object({}) },
			["answers 204, which has no body, with a response: drop one of the two"],
		],
		["ten scopes", "PUT /a", { scopes: Array(10).fill("a:b") }, []],
		...[[""], ["a b"], Array(11).fill("a")].map(
			(scopes): [string, string, object, string[]] => [
				`scopes ${JSON.stringify(scopes)}`,
				"PUT /a",
				{ scopes },
				[
					"must have at most 10 scopes, each of visible ASCII without spaces, quotes and backslashes",
				],
			],
		),
		[
			"an example that is refused",
			"PUT /a",
			{ body: z.object({ n: z.int() }), example: { body: { n: "1" } } },
			[
				"has an example that its schema refuses: n: Invalid input: expected number, received string",
			],
		],
	])("%s", (_, key, one, sentences) => {
		expect(platformProblems([only(key, one)])).toEqual(
			sentences.map((sentence) => `shop: the route "${key}" ${sentence}`),
		);
	});
});
