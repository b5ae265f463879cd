import type {
	APIGatewayProxyEventV2WithJWTAuthorizer,
	APIGatewayProxyStructuredResultV2,
} from "aws-lambda";
import type { output, ZodType } from "zod";
import type { Contract } from "../contracts/contract";
import type { PathParameters } from "../contracts/route";
import { type Context, commandContext } from "./core/context";
import { type Answer, derivedIds, idempotently } from "./core/idempotency";
import { type Ports, realPorts } from "./core/ports";
import { problemOf } from "./core/problem";
import { protectionFor } from "./core/protection";
import { readsSensitive, silenced } from "./core/protection-errors";
import { readRequest } from "./core/request";
import { count, log } from "./core/telemetry";
import { parse } from "./core/validation";
import { Entities } from "./entities";
import { NotFound } from "./errors";

type Event = APIGatewayProxyEventV2WithJWTAuthorizer;
type Result = APIGatewayProxyStructuredResultV2;
type OutputOf<S, Nothing> = S extends ZodType ? output<S> : Nothing;

/** A request that has been routed, authorized and validated. */
export interface Request<Path extends string, Query, Body> {
	path: Readonly<Record<Path, string>>;
	query: Query;
	body: Body;
	/** Who asks: the token's `sub`. */
	subject: string;
	/** An id for something new; with an Idempotency-Key it is the same one at each repetition. */
	newId(): string;
}

/** One handler per route of the contract. */
export type RestHandlers<C extends Contract> = {
	readonly [Key in keyof C["api"] & string]: (
		request: Request<
			PathParameters<Key>,
			output<C["api"][Key]["query"]>,
			OutputOf<C["api"][Key]["body"], undefined>
		>,
	) => Promise<OutputOf<C["api"][Key]["response"], void>>;
};

/** A function's result may have more than its type says; handlers of routes that do not exist may not. */
type NoOther<Handlers, Api> = {
	[Key in Exclude<keyof Handlers, keyof Api>]: never;
};

type AnyHandler = (
	request: Request<string, unknown, unknown>,
) => Promise<unknown>;

/**
 * The driving side for people: API Gateway has routed, so `routeKey` is all it takes. `handlersOf` gets the service's table,
 * bound to the request: what is written belongs to its chain of causes.
 */
export function rest<C extends Contract, H extends RestHandlers<NoInfer<C>>>(
	contract: C,
	handlersOf: (entities: Entities<NoInfer<C>>) => H & NoOther<H, C["api"]>,
	ports: () => Ports = realPorts,
) {
	// From here on the code handles any contract; what each handler takes and returns has been checked against this one.
	const handlers = handlersOf as unknown as (
		entities: Entities<C>,
	) => Record<string, AnyHandler>;
	return async (event: Event): Promise<Result> => {
		const { routeKey, headers, requestContext } = event;
		const { now } = ports();
		const started = now();
		const context = commandContext(requestContext.requestId, headers);
		const answer = await respond(
			contract,
			handlers,
			ports(),
			context,
			event,
		).catch((error: unknown) => refuse(contract, error, event));
		const { status } = answer;
		const { correlationId } = context;
		const latency = now() - started;
		log().info("request", { route: routeKey, status, latency, correlationId });
		count({ Requests: 1, RequestErrors: status >= 500 ? 1 : 0 });
		return toResult(answer);
	};
}

async function respond<C extends Contract>(
	contract: C,
	handlersOf: (entities: Entities<C>) => Record<string, AnyHandler>,
	ports: Ports,
	context: Context,
	event: Event,
): Promise<Answer> {
	const { environment, now, newId } = ports;
	const protection = protectionFor(contract, "rest", ports);
	const store = ports.store.protectedBy(protection?.rows);
	const { routeKey } = event;
	const route = contract.api[routeKey];
	if (!route) throw new NotFound(`There is no ${routeKey}.`);
	const request = readRequest(routeKey, route, event);
	const { subject, path, query, body, idempotencyKey: key } = request;
	const { region } = environment;

	const call = async ({ newId, ...ids }: Ids): Promise<Answer> => {
		const options = { store, region, context, now, ...ids };
		const handler = handlersOf(new Entities<C>(options))[routeKey];
		const result = await handler?.({ ...request, newId });
		if (!route.response)
			return { status: route.status ?? 204, body: undefined };
		const data = parse(route.response, result, `the answer of ${routeKey}`);
		const status = route.status ?? (routeKey.startsWith("POST ") ? 201 : 200);
		return { status, body: data };
	};

	if (key === undefined || !routeKey.startsWith("POST "))
		return call({ newId, newChangeId: newId });
	const input = { path, query, body };
	const keyed = { subject, route: routeKey, key, input };
	const ids = {
		newId: derivedIds(keyed, "id"),
		newChangeId: derivedIds(keyed, "change"),
		repeatable: true,
	};
	return idempotently(keyed, { store, region, context, now, newId }, () =>
		call(ids),
	);
}

interface Ids {
	newId: () => string;
	newChangeId: () => string;
	repeatable?: boolean;
}

function refuse(contract: Contract, error: unknown, event: Event): Answer {
	const problem = problemOf(error, event.requestContext.requestId);
	if (problem.status >= 500)
		log().error("request failed", {
			error: readsSensitive(contract) ? silenced(error) : error,
		});
	return { status: problem.status, body: problem };
}

function toResult({ status, body }: Answer): Result {
	if (body === undefined) return { statusCode: status };
	const type = status < 400 ? "application/json" : "application/problem+json";
	return {
		statusCode: status,
		headers: { "content-type": type },
		body: JSON.stringify(body),
	};
}
