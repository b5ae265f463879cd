import type { ZodObject } from "zod";
import type { Contract } from "../contract";
import { parseRouteKey } from "../route";
import type { Form } from "../schema/form/form";
import { read } from "../schema/form/read";

/** Routes that API Gateway would refuse or could not tell apart, and routes of a service that has none. */
export function illegalRoutes({ name, kind, api }: Contract): string[] {
	const keys = Object.keys(api);
	const problems: string[] = [];
	if (kind === "control" && keys.length > 0)
		problems.push(
			`${name}: a control service has no API: make it a bff, or drop its routes`,
		);
	const seen = new Map<string, string>();
	for (const key of keys) {
		const parsed = parseRouteKey(key);
		if (!parsed) {
			problems.push(
				`${name}: the route "${key}" must be "<METHOD> /path/{parameter}", the method one of GET, POST, PUT, PATCH and DELETE, a parameter a whole segment of the path`,
			);
			continue;
		}
		const { method, path, parameters } = parsed;
		if (new Set(parameters).size < parameters.length)
			problems.push(
				`${name}: the route "${key}" names a parameter twice: rename one`,
			);
		const shape = `${method} ${path.replaceAll(/\{[^}]+\}/g, "{}")}`;
		const other = seen.get(shape);
		if (other)
			problems.push(
				`${name}: "${other}" and "${key}" are the same route: drop one, or change its path`,
			);
		else seen.set(shape, key);
		const where = `${name}: the route "${key}"`;
		problems.push(...unusable(where, method, api[key]));
	}
	return problems;
}

/** An OAuth scope. https://www.rfc-editor.org/rfc/rfc6749#section-3.3 */
const scopeToken = /^[\x21\x23-\x5B\x5D-\x7E]+$/;
/** Of one route. https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html */
const mostScopes = 10;

/** What no request could satisfy, or no client could read. */
function unusable(
	where: string,
	method: string,
	route: Contract["api"][string] | undefined,
): string[] {
	if (!route) return [];
	const { query, body, response, scopes, status = 200, example } = route;
	const problems: string[] = [];
	for (const field of fieldsNotOfText(query))
		problems.push(
			`${where} has the query parameter "${field}", whose schema refuses text: a query's values are strings`,
		);
	if (body && (method === "GET" || method === "DELETE"))
		problems.push(
			`${where} has a body, which clients do not send with ${method}: use PUT or POST, or the query`,
		);
	if (!Number.isInteger(status) || status < 200 || status > 299)
		problems.push(
			`${where} answers a success with ${status}: it must be 200 to 299`,
		);
	if (response && (status === 204 || status === 205))
		problems.push(
			`${where} answers ${status}, which has no body, with a response: drop one of the two`,
		);
	if (scopes.length > mostScopes || !scopes.every((s) => scopeToken.test(s)))
		problems.push(
			`${where} must have at most ${mostScopes} scopes, each of visible ASCII without spaces, quotes and backslashes`,
		);
	const tried = example && body?.safeParse(example.body);
	if (tried && !tried.success)
		problems.push(
			`${where} has an example that its schema refuses: ${tried.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("; ")}`,
		);
	return problems;
}

function fieldsNotOfText(query: ZodObject): string[] {
	const { form } = read(query);
	if (form.kind !== "object") return Object.keys(query.shape);
	const isText = (field: Form) =>
		field.kind === "string" ||
		(field.kind === "values" &&
			field.values.every((value) => typeof value === "string"));
	return [...form.fields]
		.filter(([, { form }]) => !isText(form))
		.map(([name]) => name);
}
