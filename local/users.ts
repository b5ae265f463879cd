import type { Contract } from "../contracts/contract";
import { parseRouteKey } from "../contracts/route";

/** Somebody to try a service's API as: with all of its scopes. */
export interface ExampleUser {
	service: string;
	/** The token's `sub`. */
	subject: string;
	scopes: string[];
}

/** One user for each service that has an API. */
export function exampleUsers(contracts: readonly Contract[]): ExampleUser[] {
	return contracts.flatMap(({ name, api }) => {
		const routes = Object.values(api);
		if (routes.length === 0) return [];
		const scopes = [...new Set(routes.flatMap(({ scopes }) => scopes))];
		return [{ service: name, subject: `${name}-1`, scopes }];
	});
}

/** A request that the contract gives as an example. */
export interface ExampleRequest {
	service: string;
	method: string;
	path: string;
	summary: string;
	body: unknown;
}

export function exampleRequests(
	contracts: readonly Contract[],
): ExampleRequest[] {
	return contracts.flatMap(({ name, api }) =>
		Object.entries(api).flatMap(([key, { example, summary }]) => {
			const route = parseRouteKey(key);
			if (!example || !route) return [];
			const path = route.parameters.reduce(
				(path, parameter) =>
					path.replace(
						`{${parameter}}`,
						example.path?.[parameter] ?? parameter,
					),
				route.path,
			);
			const { method } = route;
			return [{ service: name, method, path, summary, body: example.body }];
		}),
	);
}

/** A line for a shell, which works when it is pasted. */
export function curl(
	{ method, path, body }: ExampleRequest,
	{ url, token }: { url: string; token: string },
): string {
	const parts = ["curl -sS", `-X ${method}`, quoted(`${url}${path}`)];
	parts.push(`-H ${quoted(`authorization: Bearer ${token}`)}`);
	if (body !== undefined) {
		parts.push(`-H ${quoted("content-type: application/json")}`);
		parts.push(`-d ${quoted(JSON.stringify(body))}`);
	}
	return parts.join(" ");
}

/** As one word of a POSIX shell. */
function quoted(text: string): string {
	return `'${text.replaceAll("'", `'\\''`)}'`;
}
