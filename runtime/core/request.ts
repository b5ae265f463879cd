import type { APIGatewayProxyEventV2WithJWTAuthorizer } from "aws-lambda";
import type { ZodType } from "zod";
import type { Contract } from "../../contracts/contract";
import { limits } from "../../contracts/limits";
import { parseRouteKey } from "../../contracts/route";
import { BadRequest, Forbidden, TooLarge } from "../errors";
import { InvalidData, parse } from "./validation";

export interface HttpRequest {
	path: Record<string, string>;
	query: unknown;
	body: unknown;
	subject: string;
	idempotencyKey: string | undefined;
}

const maxParameterLength = 256;

/** Takes the gateway's event apart and validates each part by the route's schemas. */
export function readRequest(
	key: string,
	route: Contract["api"][string],
	event: APIGatewayProxyEventV2WithJWTAuthorizer,
): HttpRequest {
	return {
		subject: subjectOf(event, route.scopes),
		path: readPath(key, event.pathParameters ?? {}),
		query: check(route.query, event.queryStringParameters ?? {}, "query"),
		body: route.body && check(route.body, readBody(event), "body"),
		idempotencyKey: readIdempotencyKey(event),
	};
}

/** The gateway has checked token and scopes; a function that somebody else may invoke checks again. */
function subjectOf(
	{ requestContext }: APIGatewayProxyEventV2WithJWTAuthorizer,
	scopes: readonly string[],
): string {
	const { claims } = requestContext.authorizer?.jwt ?? {};
	// Some issuers call it scp, and the gateway hands a list over as "[a b]".
	const granted = String(claims?.scope ?? claims?.scp ?? "").split(/[\s[\]]+/);
	const allowed =
		scopes.length === 0 || scopes.some((s) => granted.includes(s));
	if (typeof claims?.sub !== "string" || !allowed)
		throw new Forbidden(
			`The token needs one of these scopes: ${scopes.join(", ")}.`,
		);
	return claims.sub;
}

function readPath(
	key: string,
	given: Record<string, string | undefined>,
): Record<string, string> {
	const names = parseRouteKey(key)?.parameters ?? [];
	const values = names.map((name) => [name, given[name] ?? ""] as const);
	for (const [name, value] of values) {
		const bytes = Buffer.byteLength(value);
		if (!/^[^\p{Cc}/]+$/u.test(value) || bytes > maxParameterLength)
			throw new BadRequest(
				`${name} in the path must be 1 to ${maxParameterLength} bytes, without a slash or control character.`,
			);
	}
	return Object.fromEntries(values);
}

function readBody({
	body = "",
	isBase64Encoded,
}: APIGatewayProxyEventV2WithJWTAuthorizer): unknown {
	const text = isBase64Encoded
		? Buffer.from(body, "base64").toString("utf8")
		: body;
	if (Buffer.byteLength(text) > limits.requestBodyBytes)
		throw new TooLarge(
			`The body is larger than ${limits.requestBodyBytes} bytes.`,
		);
	try {
		return JSON.parse(text);
	} catch {
		throw new BadRequest("The body must be JSON.");
	}
}

function readIdempotencyKey({
	headers,
}: APIGatewayProxyEventV2WithJWTAuthorizer): string | undefined {
	const key = headers["idempotency-key"];
	if (
		key !== undefined &&
		(key.length === 0 || key.length > maxParameterLength)
	)
		throw new BadRequest(
			`Idempotency-Key must have 1 to ${maxParameterLength} characters.`,
		);
	return key;
}

function check(schema: ZodType, data: unknown, part: string): unknown {
	try {
		return parse(schema, data, part);
	} catch (error) {
		if (!(error instanceof InvalidData)) throw error;
		const errors = error.errors.map(({ path, message }) => ({
			// The body is what a caller thinks of; so do the model's own refusals.
			path: part === "body" ? path : [part, path].filter(Boolean).join("."),
			message,
		}));
		throw new BadRequest(`The ${part} is not valid.`, errors);
	}
}
