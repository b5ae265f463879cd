import type {
	APIGatewayProxyEventV2,
	APIGatewayProxyStructuredResultV2,
} from "aws-lambda";
import type { output } from "zod";
import type { Contract } from "../contracts/contract";
import { commandContext } from "./core/context";
import { hashId } from "./core/hash";
import type { NamedRow } from "./core/named-row";
import { type Ports, realPorts } from "./core/ports";
import { problemOf } from "./core/problem";
import { protectionFor } from "./core/protection";
import { discreetly } from "./core/protection-errors";
import { isRetryable } from "./core/retryable";
import type { Key } from "./core/rows";
import { readMessage } from "./core/signed-message";
import { count, log } from "./core/telemetry";
import { once } from "./core/views";
import { NotFound, Refusal } from "./errors";

type MaybeMany<T> = T | readonly T[] | undefined;

/** A message from outside whose signature, time and body have been checked. */
export interface Message<Body> {
	/** The sender's: the same each time it sends the message again. */
	id: string;
	/** Ms; when this try was sent. */
	timestamp: number;
	body: Body;
}

/** One handler per webhook of the contract: what it says made into rows, which are written once. Handlers are pure. */
export type WebhookHandlers<C extends Contract> = {
	readonly [Key in keyof C["webhooks"]]: (
		message: Message<output<C["webhooks"][Key]["body"]>>,
	) => MaybeMany<
		NamedRow<C, C["webhooks"][Key]["writes"][number] & keyof C["rows"]>
	>;
};

type Event = APIGatewayProxyEventV2;
type Result = APIGatewayProxyStructuredResultV2;
type AnyRow = { name: string; row: Key };
type AnyHandler = (message: Message<unknown>) => MaybeMany<AnyRow>;

/**
 * The driving side for external systems. What they send is stored before they get their answer; where it cannot be, they are
 * told, and send it again.
 */
export function webhook<C extends Contract>(
	contract: C,
	handlers: NoInfer<WebhookHandlers<C>>,
	ports: () => Ports = realPorts,
): (event: Event) => Promise<Result> {
	// From here on the code handles any contract; what each handler takes and returns has been checked against this one.
	const any = handlers as unknown as Record<string, AnyHandler>;
	return async (event) => {
		const { routeKey, requestContext } = event;
		const { now } = ports();
		const started = now();
		const [result, done] = await receive(contract, any, ports(), event).then(
			(done): [Result, Received] => [{ statusCode: 204 }, done],
			(error: unknown): [Result, undefined] => [
				refused(error, requestContext.requestId),
				undefined,
			],
		);
		const { statusCode: status = 500 } = result;
		const latency = now() - started;
		log().info("webhook", { route: routeKey, status, latency, ...done });
		count({
			Requests: 1,
			RequestErrors: status >= 500 ? 1 : 0,
			WebhooksRefused: status >= 400 && status < 500 ? 1 : 0,
		});
		return result;
	};
}

interface Received {
	id: string;
	rows: number;
	result: "written" | "repeated" | "nothing";
	correlationId: string;
}

async function receive(
	contract: Contract,
	handlers: Record<string, AnyHandler>,
	ports: Ports,
	event: Event,
): Promise<Received> {
	const { routeKey } = event;
	const webhook = contract.webhooks[routeKey];
	const handler = handlers[routeKey];
	if (!webhook || !handler) throw new NotFound(`There is no ${routeKey}.`);
	const message = await readMessage(webhook, event, ports);
	const { id } = message;
	const rows = discreetly([message.body], () => asList(handler(message)));
	// An id of theirs may be one of an event of ours.
	const eventId = hashId("webhook", webhook.from, id);
	const context = commandContext(eventId, {});
	const { correlationId } = context;
	if (rows.length === 0)
		return { id, rows: 0, result: "nothing", correlationId };
	const protection = protectionFor(contract, "webhook", ports);
	const result = await once(
		{
			store: ports.store.protectedBy(protection?.rows),
			region: ports.environment.region,
			now: ports.now,
		},
		{
			rule: routeKey,
			event: { id: eventId, timestamp: message.timestamp },
			context,
		},
		rows,
	);
	return { id, rows: rows.length, result, correlationId };
}

function refused(error: unknown, requestId: string): Result {
	const known = isRetryable(error) ? unavailable : error;
	const problem = problemOf(known, requestId);
	if (problem.status >= 500) log().error("webhook failed", { error });
	return {
		statusCode: problem.status,
		headers: { "content-type": "application/problem+json" },
		body: JSON.stringify(problem),
	};
}

const unavailable = new Refusal(
	503,
	"Service Unavailable",
	"It could not be stored: send it again.",
);

function asList<T extends object>(result: MaybeMany<T>): T[] {
	if (result === undefined) return [];
	return Array.isArray(result) ? [...result] : [result as T];
}
