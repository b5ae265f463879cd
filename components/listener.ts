import type * as pulumi from "@pulumi/pulumi";
import type { Contract } from "../contracts/contract";
import { eventPattern } from "../contracts/event-pattern";
import { protectionOf } from "../contracts/protection";
import type { FunctionCode } from "./code";
import { Component, type RegionalArgs } from "./component";
import { sizes } from "./defaults/function";
import type { EntitiesTable } from "./entities-table";
import type { Hub } from "./hub";
import type { KeyAccess } from "./key-access";
import type { PrivateNetwork } from "./network";
import { type FunctionTransform, ServiceFunction } from "./service-function";
import { Subscription, type SubscriptionTransform } from "./subscription";
import type { SystemSecrets } from "./system-secrets";

export interface ListenerArgs extends RegionalArgs {
	contract: Contract;
	code: FunctionCode;
	functionName: string;
	environment: Record<string, pulumi.Input<string>>;
	entities: EntitiesTable;
	hub: Hub;
	/** Of all regions: the content of a large event is where it was published. */
	hubs: readonly Hub[];
	/** Of the external systems, where a rule calls one. */
	secrets?: SystemSecrets | undefined;
	/** For what the contract marks as sensitive. */
	protection?: KeyAccess | undefined;
	/** Where the systems are reached that are inside. */
	network?: PrivateNetwork | undefined;
	transform?: ListenerTransform | undefined;
}

export type ListenerTransform = FunctionTransform & SubscriptionTransform;

/** Driving side: bus -> queue -> function -> table. */
export class Listener extends Component {
	readonly function: ServiceFunction;
	readonly subscription: Subscription;

	constructor(
		name: string,
		args: ListenerArgs,
		opts?: pulumi.ComponentResourceOptions,
	) {
		super("Listener", name, opts);
		this.function = this.createFunction(name, args);
		this.subscription = this.createSubscription(name, args);
		this.registerOutputs({ functionArn: this.function.function.arn });
	}

	private createFunction(name: string, args: ListenerArgs) {
		const { region, entities, hub, hubs, secrets } = args;
		const fn = new ServiceFunction(
			name,
			{
				...args,
				...sizes.listener,
				environment: { ...args.environment, ...secrets?.callEnvironment() },
			},
			{ parent: this },
		);
		args.protection?.grantUse(fn, protectionOf(args.contract, "listener"));
		entities.grantWrite(fn, region);
		// Whether a call is open, and whether its system is to be spared.
		if (secrets) entities.grantGet(fn, region);
		secrets?.grantKeys(fn, region);
		// Its faults.
		hub.grantPublish(fn);
		hub.grantClaim(fn);
		for (const each of hubs) each.grantRedeem(fn);
		return fn;
	}

	private createSubscription(name: string, args: ListenerArgs) {
		return new Subscription(
			name,
			{
				...args,
				bus: args.hub.bus,
				drain: args.hub.drain,
				function: this.function,
				functionTimeout: sizes.listener.timeout,
				pattern: eventPattern(args.contract),
				concurrency: args.settings.stage.listenerConcurrency,
			},
			{ parent: this },
		);
	}
}
