import * as apigateway from "@pulumi/aws/apigatewayv2";
import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as lambda from "@pulumi/aws/lambda";
import * as pulumi from "@pulumi/pulumi";
import type { Contract } from "../contracts/contract";
import { protectionOf } from "../contracts/protection";
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
import type { ProtectionKey } from "./protection";
import { type FunctionTransform, ServiceFunction } from "./service-function";

export interface ApiArgs extends RegionalArgs {
	contract: Contract;
	code: FunctionCode;
	functionName: string;
	environment: Record<string, pulumi.Input<string>>;
	entities: EntitiesTable;
	/** For what the contract marks as sensitive. */
	protection?: ProtectionKey | undefined;
	transform?: ApiTransform | undefined;
}

export interface ApiTransform extends FunctionTransform {
	api?: Transform<apigateway.ApiArgs>;
	stage?: Transform<apigateway.StageArgs>;
	authorizer?: Transform<apigateway.AuthorizerArgs>;
}

/** Driving side: HTTP API -> function -> table. One route per entry of the contract, each behind a token with its scopes. */
export class Api extends Component {
	readonly function: ServiceFunction;
	readonly api: apigateway.Api;
	readonly url: pulumi.Output<string>;

	constructor(
		name: string,
		args: ApiArgs,
		opts?: pulumi.ComponentResourceOptions,
	) {
		super("Api", name, opts);
		this.function = this.createFunction(name, args);
		this.api = this.createApi(name, args);
		const routes = this.createRoutes(name, args);
		this.createStage(name, args, routes);
		this.allowInvocation(name, args);
		this.url = this.api.apiEndpoint;
		this.registerOutputs({ url: this.url });
	}

	private createFunction(name: string, args: ApiArgs) {
		const { region, entities } = args;
		const fn = new ServiceFunction(
			name,
			{ ...args, ...sizes.rest },
			{ parent: this },
		);
		args.protection?.grantUse(fn, protectionOf(args.contract, "rest"));
		entities.grantRead(fn, region);
		entities.grantWrite(fn, region);
		return fn;
	}

	private createApi(name: string, args: ApiArgs) {
		const { region, tags, settings, functionName, transform } = args;
		const { corsOrigins } = settings;
		const apiArgs: apigateway.ApiArgs = {
			region,
			tags,
			name: functionName,
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
		const { region, contract, settings, transform } = args;
		const integration = new apigateway.Integration(
			`${name}-integration`,
			{
				region,
				apiId: this.api.id,
				integrationType: "AWS_PROXY",
				integrationUri: this.function.function.arn,
				payloadFormatVersion: "2.0",
			},
			{ parent: this },
		);
		const authorizerArgs: apigateway.AuthorizerArgs = {
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
		const authorizer = new apigateway.Authorizer(
			`${name}-authorizer`,
			transformed(authorizerArgs, transform?.authorizer),
			{ parent: this },
		);
		return Object.entries(contract.api).map(
			([routeKey, { scopes }]) =>
				new apigateway.Route(
					`${name}-${resourceName(routeKey)}`,
					{
						region,
						apiId: this.api.id,
						routeKey,
						target: pulumi.interpolate`integrations/${integration.id}`,
						authorizationType: "JWT",
						authorizerId: authorizer.id,
						authorizationScopes: [...scopes],
					},
					{ parent: this },
				),
		);
	}

	private createStage(name: string, args: ApiArgs, routes: pulumi.Resource[]) {
		const { region, tags, settings, functionName, transform } = args;
		const { rate, burst } = settings.stage.throttle;
		const logs = new cloudwatch.LogGroup(
			`${name}-access-logs`,
			{
				region,
				tags,
				name: `/aws/apigateway/${functionName}`,
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

	private allowInvocation(name: string, { region }: ApiArgs) {
		return new lambda.Permission(
			`${name}-permission`,
			{
				region,
				action: "lambda:InvokeFunction",
				function: this.function.function.name,
				principal: "apigateway.amazonaws.com",
				// This API, whatever its stage and route.
				sourceArn: pulumi.interpolate`${this.api.executionArn}/*/*`,
			},
			{ parent: this },
		);
	}
}

/**
 * `PUT /orders/{orderId}` is `put/orders/{}`: what tells two routes apart is in the name, and nothing else. With the
 * parameter's name in it a renamed one would be a new route, which the gateway refuses beside the old one.
 */
function resourceName(routeKey: string): string {
	const [method = "", path = ""] = routeKey.split(" ");
	return `${method.toLowerCase()}${path.replaceAll(/\{[^}]+\}/g, "{}")}`;
}
