import { contract, route, z } from "../../contracts";
import { rest } from "../../runtime/rest";

/** An API with that many routes beside the one that is asked. */
export function apiOf(others: number) {
	const read = route({
		summary: "A thing",
		scopes: ["read"],
		response: z.object({ thingId: z.string() }),
	});
	const api = { "GET /things/{id}": read };
	for (let n = 0; n < others; n++)
		Object.assign(api, { [`GET /others-${n}/{id}`]: read });
	const things = contract({
		name: "things",
		kind: "bff",
		owner: "bench",
		rows: {},
		api,
	});
	const answer = async () => ({ thingId: "thing-1" });
	return rest(things, () => ({ "GET /things/{id}": answer }));
}

export const request = {
	version: "2.0",
	routeKey: "GET /things/{id}",
	rawPath: "/things/thing-1",
	rawQueryString: "",
	headers: { "content-type": "application/json" },
	pathParameters: { id: "thing-1" },
	requestContext: {
		accountId: "123456789012",
		apiId: "api",
		domainName: "localhost",
		domainPrefix: "api",
		http: {
			method: "GET",
			path: "/things/thing-1",
			protocol: "HTTP/1.1",
			sourceIp: "127.0.0.1",
			userAgent: "bench",
		},
		requestId: "request",
		routeKey: "GET /things/{id}",
		stage: "$default",
		time: "21/Sep/2026:12:00:00 +0000",
		timeEpoch: 1_790_000_000_000,
		authorizer: {
			principalId: "user-1",
			integrationLatency: 0,
			jwt: { claims: { sub: "user-1", scope: "read" }, scopes: [] },
		},
	},
	isBase64Encoded: false,
};
