import type {
	APIGatewayProxyEventV2WithJWTAuthorizer,
	APIGatewayProxyStructuredResultV2,
	DynamoDBBatchResponse,
	DynamoDBStreamEvent,
	Context as LambdaContext,
	SQSBatchResponse,
	SQSEvent,
} from "aws-lambda";
import type { Contract } from "../contracts/contract";
import type { Ports } from "../runtime/core/ports";
import type { Resubmission } from "../runtime/core/resubmission";

export type TriggerFunction = (
	event: DynamoDBStreamEvent & Resubmission,
	lambda: LambdaContext,
) => Promise<DynamoDBBatchResponse>;
export type ListenerFunction = (
	event: SQSEvent & Resubmission,
	lambda: LambdaContext,
) => Promise<SQSBatchResponse>;
export type RestFunction = (
	event: APIGatewayProxyEventV2WithJWTAuthorizer,
) => Promise<APIGatewayProxyStructuredResultV2>;

/** A service's contract and its functions, each made for given ports: `trigger: (ports) => trigger(contract, handlers, ports)`. */
export interface Service {
	contract: Contract;
	trigger?: (ports: () => Ports) => TriggerFunction;
	listener?: (ports: () => Ports) => ListenerFunction;
	rest?: (ports: () => Ports) => RestFunction;
	/** The patterns of the trigger's mapping; by default those of the contract. */
	filters?: (where: { region: string; tableRegion: string }) => string[];
	/** Events whose handler may publish nothing of a change that the contract makes them of. */
	silent?: readonly string[];
	/** Puts something around what the functions see of the world. */
	around?: (ports: Ports) => Ports;
}

let ports: Ports | undefined;

/** What `realPorts` must give in a test of {@link deployed} functions; a test file mocks it. */
export function currentPorts(): Ports {
	if (!ports) throw new Error("no function of a harness runs");
	return ports;
}

/**
 * The functions of a service's own files, as they are deployed. The test file must have the runtime ask the kit for ports:
 * `jest.mock("../../runtime/core/ports", () => ({ ...jest.requireActual("../../runtime/core/ports"), realPorts: () =>
 * kit.currentPorts() }))`.
 */
export function deployed({
	contract,
	trigger,
	listener,
	rest,
}: {
	contract: Contract;
	trigger?: TriggerFunction;
	listener?: ListenerFunction;
	rest?: RestFunction;
}): Service {
	// The runtime asks for its ports before it first waits for anything.
	const within =
		<Args extends unknown[], R>(run: (...args: Args) => R) =>
		(given: () => Ports) =>
		(...args: Args) => {
			ports = given();
			return run(...args);
		};
	return {
		contract,
		...(trigger && { trigger: within(trigger) }),
		...(listener && { listener: within(listener) }),
		...(rest && { rest: within(rest) }),
	};
}
