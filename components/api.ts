import * as apigateway from "@pulumi/aws/apigatewayv2";
import * as cloudwatch from "@pulumi/aws/cloudwatch";
import type * as pulumi from "@pulumi/pulumi";
import type { Contract } from "../contracts/contract";
import { protectionOf } from "../contracts/protection";
import { integrated, routeName } from "./api-function";
import type { FunctionCode } from "./code";
import {
	Component,
	type RegionalArgs,
	type Transform,
	transformed,
} from "./component";
import { accessLogFormat, corsDefaults } from "./defaults/api";
import { sizes } from "./defaults/function";
import type { EntitiesTable } from "./entities-table";
import type { KeyAccess } from "./key-access";
import { type FunctionTransform, ServiceFunction } from "./service-function";
import type { SystemSecrets } from "./system-secrets";
import { Webhook } from "./webhook";

/** What one of the API's functions is made with. */
export interface ApiFunctionArgs {
	code: FunctionCode;
	functionName: string;
	environment: Record<string, pulumi.Input<string>>;
	/** For what the contract marks as sensitive. */
	protection?: KeyAccess | undefined;
}

export interface ApiArgs extends RegionalArgs {
	contract: Contract;
	entities: EntitiesTable;
	/** Its physical name, the same whichever functions are behind it: a new one would be a new URL. */
	apiName: string;
	/** Behind the routes; none where there are none. */
	rest?: ApiFunctionArgs | undefined;
	/** Behind the webhooks, its logical name, and what signs them. */
	webhook?:
		| (ApiFunctionArgs & {
				name: string;
				/** They do not begin with this component's, so Pulumi cannot tell them by its aliases. */
				formerNames: readonly string[];
				secrets: SystemSecrets;
		  })
		| undefined;
	transform?: ApiTransform | undefined;
}

export interface ApiTransform extends FunctionTransform {
	api?: Transform<apigateway.ApiArgs>;
	stage?: Transform<apigateway.StageArgs>;
	authorizer?: Transform<apigateway.AuthorizerArgs>;
	/** The function behind the webhooks; the others are of the one behind the routes. */
	webhook?: FunctionTransform;
}

/** Driving side: HTTP API -> function -> table. One route per entry of the contract: users' behind a token with its scopes. */
export class Api extends Component {
	readonly function: ServiceFunction | undefined;
	readonly webhook: Webhook | undefined;
	readonly api: apigateway.Api;
	readonly url: pulumi.Output<string>;

	constructor(
		name: string,
		args: ApiArgs,
		opts?: pulumi.ComponentResourceOptions,
	) {
		super("Api", name, opts);
		this.api = this.createApi(name, args);
		this.function = this.createFunction(name, args);
		this.webhook = this.createWebhook(args);
		const routes = this.createRoutes(name, args);
		this.createStage(name, args, [...routes, ...(this.webhook?.routes ?? [])]);
		this.url = this.api.apiEndpoint;
		this.registerOutputs({ url: this.url });
	}

	private createFunction(name: string, { rest, ...args }: ApiArgs) {
		if (!rest) return undefined;
		const { region, entities } = args;
		const fn = new ServiceFunction(
			name,
			{ ...args, ...rest, ...sizes.rest },
			{ parent: this },
		);
		rest.protection?.grantUse(fn, protectionOf(args.contract, "rest"));
		entities.grantRead(fn, region);
		entities.grantWrite(fn, region);
		return fn;
	}

	private createWebhook({ webhook, ...args }: ApiArgs) {
		if (!webhook) return undefined;
		return new Webhook(
			webhook.name,
			{
				...args,
				...webhook,
				api: this.api,
				transform: args.transform?.webhook,
			},
			{ parent: this, aliases: webhook.formerNames.map((name) => ({ name })) },
		);
	}

	private createApi(name: string, args: ApiArgs) {
		const { region, tags, settings, apiName, transform } = args;
		const { corsOrigins } = settings;
		const apiArgs: apigateway.ApiArgs = {
			region,
			tags,
			name: apiName,
			protocolType: "HTTP",
			...(corsOrigins.length > 0 && {
				corsConfiguration: { ...corsDefaults, allowOrigins: [...corsOrigins] },
			}),
		};
		return new apigateway.Api(
			`${name}-api`,
			transformed(apiArgs, transform?.api),
			{ parent: this },
		);
	}

	private createRoutes(name: string, args: ApiArgs): pulumi.Resource[] {
		const { region, contract } = args;
		const { api, function: fn } = this;
		if (!fn) return [];
		const { target } = integrated(name, { region, api, fn }, this);
		const authorizer = this.createAuthorizer(name, args);
		return Object.entries(contract.api).map(
			([routeKey, { scopes }]) =>
				new apigateway.Route(
					`${name}-${routeName(routeKey)}`,
					{
						region,
						apiId: api.id,
						routeKey,
						target,
						authorizationType: "JWT",
						authorizerId: authorizer.id,
						authorizationScopes: [...scopes],
					},
					{ parent: this },
				),
		);
	}

	private createAuthorizer(
		name: string,
		{ region, contract, settings, transform }: ApiArgs,
	) {
		const args: apigateway.AuthorizerArgs = {
			region,
			apiId: this.api.id,
			name: `${contract.name}-jwt`,
			authorizerType: "JWT",
			identitySources: ["$request.header.Authorization"],
			jwtConfiguration: {
				issuer: settings.issuer,
				audiences: [settings.audience],
			},
		};
		return new apigateway.Authorizer(
			`${name}-authorizer`,
			transformed(args, transform?.authorizer),
			{ parent: this },
		);
	}

	private createStage(name: string, args: ApiArgs, routes: pulumi.Resource[]) {
		const { region, tags, settings, apiName, transform } = args;
		const { rate, burst } = settings.stage.throttle;
		const logs = new cloudwatch.LogGroup(
			`${name}-access-logs`,
			{
				region,
				tags,
				// Under this prefix the policy that lets API Gateway write does not grow with each API. https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-and-resource-policy.html
				name: `/aws/vendedlogs/apis/${apiName}`,
				retentionInDays: settings.stage.logRetention,
			},
			{ parent: this },
		);
		const stageArgs: apigateway.StageArgs = {
			region,
			tags,
			apiId: this.api.id,
			name: "$default",
			autoDeploy: true,
			accessLogSettings: { destinationArn: logs.arn, format: accessLogFormat },
			defaultRouteSettings: {
				throttlingRateLimit: rate,
				throttlingBurstLimit: burst,
				detailedMetricsEnabled: true,
			},
		};
		// After the routes: each of them would start a deployment of its own.
		return new apigateway.Stage(
			`${name}-stage`,
			transformed(stageArgs, transform?.stage),
			{ parent: this, dependsOn: routes },
		);
	}
}
