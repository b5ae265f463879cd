import { route } from "../../../contracts";
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
