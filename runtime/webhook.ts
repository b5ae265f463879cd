import type {
	APIGatewayProxyEventV2,
	APIGatewayProxyStructuredResultV2,
} from "aws-lambda";
import type { output } from "zod";
import type { Contract } from "../contracts/contract";
import type { NamedRow } from "./core/named-row";
import { type Ports, realPorts } from "./core/ports";

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

/** The driving side for external systems: what they send becomes rows, before they get their answer. */
export function webhook<C extends Contract>(
	contract: C,
	handlers: NoInfer<WebhookHandlers<C>>,
	ports: () => Ports = realPorts,
): (event: Event) => Promise<Result> {
	return async () => {
		throw new Error(
			`${contract.name}: not yet ${Object.keys(handlers)} ${ports.name}`,
		);
	};
}
