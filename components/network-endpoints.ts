import { calledSystems } from "../contracts/checks/systems";
import type { Contract } from "../contracts/contract";
import { protectionOf } from "../contracts/protection";
import type { FunctionKind } from "./code";

/** What functions call of AWS by its own way out of their network. */
export interface Endpoint {
	/** As in `com.amazonaws.us-east-1.<service>`. */
	service: string;
	/** A gateway is a free entry in the route tables; an interface is paid for by zone and hour. */
	type: "Gateway" | "Interface";
	/** All that is called there. */
	actions: readonly string[];
}

/** The functions that call external systems: those that a private network is for. */
const callers = ["listener", "job"] as const;

/** Whether a service's function of the kind is in its private network. */
export function isCaller(contract: Contract, kind: FunctionKind): boolean {
	return (
		calledSystems(contract).length > 0 && callers.some((each) => each === kind)
	);
}

/**
 * The endpoints that those functions need, by the contract. Queues and the stream are read, logs and traces sent by Lambda
 * from outside the network, so they need none.
 */
export function endpointsOf(contract: Contract): Endpoint[] {
	const kms = keyActions(contract);
	return [
		{
			service: "dynamodb",
			type: "Gateway",
			actions: ["BatchGetItem", "GetItem", "PutItem", "Query"],
		},
		{
			service: "s3",
			type: "Gateway",
			actions: ["GetObject", "ListBucket", "PutObject"],
		},
		{ service: "events", type: "Interface", actions: ["PutEvents"] },
		{
			service: "secretsmanager",
			type: "Interface",
			actions: ["GetSecretValue"],
		},
		...(kms.length > 0
			? [{ service: "kms", type: "Interface", actions: kms } as const]
			: []),
	];
}

/** Asked of the key where the contract marks a field as sensitive. */
function keyActions(contract: Contract): string[] {
	const all = callers.map((kind) => protectionOf(contract, kind));
	return [
		...(all.some(({ encrypts }) => encrypts.length > 0)
			? ["GenerateDataKey"]
			: []),
		...(all.some(({ decrypts }) => decrypts.length > 0) ? ["Decrypt"] : []),
	];
}
