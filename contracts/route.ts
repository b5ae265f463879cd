import type { input, ZodRawShape, ZodType } from "zod";
import { object } from "zod";

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

interface RouteSpec<
	Query extends ZodRawShape,
	Body extends ZodType | undefined,
	Response extends ZodType | undefined,
> {
	/** One line for the API's documentation. */
	summary: string;
	/** OAuth scopes: the token must carry at least one of them. */
	scopes: readonly string[];
	/** Query parameters; their values are strings, so the schemas are of strings. */
	query?: Query;
	body?: Body;
	/** What a success answers; nothing declared means an empty body. Fields that are not declared are not sent. */
	response?: Response;
	/** Default: 201 for POST, 204 without a response, else 200. */
	status?: number;
	/** A request that works, for documentation and for trying the API. */
	example?: {
		path?: Readonly<Record<string, string>>;
		body?: Body extends ZodType ? input<Body> : never;
	};
}

/** One entry of a synchronous API. Its key in the contract is `"<METHOD> /path/{parameter}"`. */
export function route<
	const Query extends ZodRawShape = Record<never, never>,
	const Body extends ZodType | undefined = undefined,
	const Response extends ZodType | undefined = undefined,
>(spec: RouteSpec<Query, Body, Response>) {
	const { query, body, response, status, ...rest } = spec;
	return {
		...rest,
		// The place of a route in a contract must not tell what the route has.
		query: object<NoInfer<Query>>(query ?? ({} as Query)),
		body: body as NoInfer<Body>,
		response: response as NoInfer<Response>,
		status,
	};
}

/** The names of the parameters in a path: `"/orders/{orderId}"` has `orderId`. */
export type PathParameters<Key extends string> =
	Key extends `${string}{${infer Name}}${infer Rest}`
		? Name | PathParameters<Rest>
		: never;

export interface RouteKey {
	method: string;
	path: string;
	parameters: string[];
}

/** A segment of a path is text or one parameter: API Gateway knows nothing between. */
const segment = String.raw`(?:[A-Za-z0-9\-_.]+|\{[A-Za-z][A-Za-z0-9_]*\})`;
const routeKey = new RegExp(
	`^(GET|POST|PUT|PATCH|DELETE) (/(?:${segment}(?:/${segment})*)?)$`,
);

/** Takes a route's key apart; undefined where it is not `<METHOD> /path`. */
export function parseRouteKey(key: string): RouteKey | undefined {
	const [, method, path] = routeKey.exec(key) ?? [];
	if (!method || !path) return undefined;
	const parameters = path
		.split("/")
		.filter((segment) => segment.startsWith("{"))
		.map((segment) => segment.slice(1, -1));
	return { method, path, parameters };
}
