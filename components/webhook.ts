import * as apigateway from "@pulumi/aws/apigatewayv2";
import type * as pulumi from "@pulumi/pulumi";
import type { Contract } from "../contracts/contract";
import { protectionOf } from "../contracts/protection";
import { integrated, routeName } from "./api-function";
import type { FunctionCode } from "./code";
import { Component, type RegionalArgs } from "./component";
import { sizes } from "./defaults/function";
import type { EntitiesTable } from "./entities-table";
import type { KeyAccess } from "./key-access";
import { type FunctionTransform, ServiceFunction } from "./service-function";
import type { SystemSecrets } from "./system-secrets";

export interface WebhookArgs extends RegionalArgs {
	contract: Contract;
	code: FunctionCode;
	functionName: string;
	environment: Record<string, pulumi.Input<string>>;
	entities: EntitiesTable;
	/** What signs the webhooks. */
	secrets: SystemSecrets;
	/** The service's. */
	api: apigateway.Api;
	/** For what the contract marks as sensitive. */
	protection?: KeyAccess | undefined;
	transform?: FunctionTransform | undefined;
}

/**
 * Driving side: HTTP API -> function -> table, for external systems. They have no token: the function lets nothing in that is
 * not signed, and may do nothing but read the signing secret and write rows.
 */
export class Webhook extends Component {
	readonly function: ServiceFunction;
	readonly routes: readonly apigateway.Route[];

	constructor(
		name: string,
		args: WebhookArgs,
		opts?: pulumi.ComponentResourceOptions,
	) {
		super("Webhook", name, opts);
		this.function = this.createFunction(name, args);
		this.routes = this.createRoutes(name, args);
		this.registerOutputs({ functionArn: this.function.function.arn });
	}

	private createFunction(name: string, args: WebhookArgs) {
		const { region, entities, secrets } = args;
		const fn = new ServiceFunction(
			name,
			{
				...args,
				...sizes.webhook,
				environment: { ...args.environment, ...secrets.webhookEnvironment() },
			},
			{ parent: this },
		);
		args.protection?.grantUse(fn, protectionOf(args.contract, "webhook"));
		entities.grantWrite(fn, region);
		secrets.grantWebhooks(fn, region);
		return fn;
	}

	private createRoutes(name: string, { region, api, contract }: WebhookArgs) {
		const fn = this.function;
		const { target } = integrated(name, { region, api, fn }, this);
		return Object.keys(contract.webhooks).map(
			(routeKey) =>
				new apigateway.Route(
					`${name}-${routeName(routeKey)}`,
					{
						region,
						apiId: api.id,
						routeKey,
						target,
						authorizationType: "NONE",
					},
					{ parent: this },
				),
		);
	}
}
