import {
	ApiGatewayV2Client,
	CreateAuthorizerCommand,
	CreateIntegrationCommand,
	CreateRouteCommand,
	DeleteAuthorizerCommand,
	DeleteIntegrationCommand,
	DeleteRouteCommand,
	GetAuthorizerCommand,
	GetIntegrationCommand,
	GetRouteCommand,
	UpdateAuthorizerCommand,
	UpdateIntegrationCommand,
	UpdateRouteCommand,
} from "@aws-sdk/client-apigatewayv2";
import * as z from "zod";
import { clientOf } from "./context";
import { handler } from "./handler";

const texts = z.array(z.string()).optional();

const integrationInputs = z.object({
	apiId: z.string(),
	integrationType: z.enum(["AWS_PROXY", "HTTP_PROXY"]),
	integrationUri: z.string(),
	integrationMethod: z.string().optional(),
	payloadFormatVersion: z.string().optional(),
	timeoutMilliseconds: z.number().optional(),
	connectionType: z.enum(["INTERNET", "VPC_LINK"]).optional(),
});

export const integration = handler({
	inputs: integrationInputs,
	replaceOn: ["apiId", "integrationType"],
	async create(integration, context) {
		const { IntegrationId } = await clientOf(context, ApiGatewayV2Client).send(
			new CreateIntegrationCommand(integrationRequest(integration)),
		);
		return { id: IntegrationId ?? "", outputs: {} };
	},
	async update(integration, { id }, context) {
		await clientOf(context, ApiGatewayV2Client).send(
			new UpdateIntegrationCommand({
				...integrationRequest(integration),
				IntegrationId: id,
			}),
		);
		return { id, outputs: {} };
	},
	async read({ id, inputs }, context) {
		const now = await clientOf(context, ApiGatewayV2Client).send(
			new GetIntegrationCommand({ ApiId: inputs.apiId, IntegrationId: id }),
		);
		return {
			inputs: {
				integrationUri: now.IntegrationUri,
				payloadFormatVersion: now.PayloadFormatVersion,
				timeoutMilliseconds: now.TimeoutInMillis,
			},
		};
	},
	async delete({ id, inputs }, context) {
		await clientOf(context, ApiGatewayV2Client).send(
			new DeleteIntegrationCommand({ ApiId: inputs.apiId, IntegrationId: id }),
		);
	},
});

function integrationRequest(integration: z.output<typeof integrationInputs>) {
	return {
		ApiId: integration.apiId,
		IntegrationType: integration.integrationType,
		IntegrationUri: integration.integrationUri,
		IntegrationMethod: integration.integrationMethod,
		PayloadFormatVersion: integration.payloadFormatVersion,
		TimeoutInMillis: integration.timeoutMilliseconds,
		ConnectionType: integration.connectionType,
	};
}

const routeInputs = z.object({
	apiId: z.string(),
	routeKey: z.string(),
	target: z.string().optional(),
	authorizationType: z.enum(["NONE", "JWT", "CUSTOM", "AWS_IAM"]).optional(),
	authorizerId: z.string().optional(),
	authorizationScopes: texts,
});

export const route = handler({
	inputs: routeInputs,
	noEffect: ["operationName"],
	replaceOn: ["apiId"],
	async create(route, context) {
		const { RouteId } = await clientOf(context, ApiGatewayV2Client).send(
			new CreateRouteCommand(routeRequest(route)),
		);
		return { id: RouteId ?? "", outputs: {} };
	},
	async update(route, { id }, context) {
		await clientOf(context, ApiGatewayV2Client).send(
			new UpdateRouteCommand({ ...routeRequest(route), RouteId: id }),
		);
		return { id, outputs: {} };
	},
	async read({ id, inputs }, context) {
		const now = await clientOf(context, ApiGatewayV2Client).send(
			new GetRouteCommand({ ApiId: inputs.apiId, RouteId: id }),
		);
		return {
			inputs: {
				routeKey: now.RouteKey,
				target: now.Target ?? "",
				authorizationType: now.AuthorizationType,
				authorizerId: now.AuthorizerId ?? "",
				authorizationScopes: now.AuthorizationScopes ?? [],
			},
		};
	},
	async delete({ id, inputs }, context) {
		await clientOf(context, ApiGatewayV2Client).send(
			new DeleteRouteCommand({ ApiId: inputs.apiId, RouteId: id }),
		);
	},
});

function routeRequest(route: z.output<typeof routeInputs>) {
	return {
		ApiId: route.apiId,
		RouteKey: route.routeKey,
		Target: route.target,
		AuthorizationType: route.authorizationType ?? "NONE",
		AuthorizerId: route.authorizerId,
		AuthorizationScopes: route.authorizationScopes,
	};
}

const authorizerInputs = z.object({
	name: z.string(),
	apiId: z.string(),
	authorizerType: z.literal("JWT"),
	identitySources: texts,
	jwtConfiguration: z.object({ audiences: texts, issuer: z.string() }),
});

export const authorizer = handler({
	inputs: authorizerInputs,
	namedBy: "name",
	replaceOn: ["apiId"],
	async create(authorizer, context) {
		const { AuthorizerId } = await clientOf(context, ApiGatewayV2Client).send(
			new CreateAuthorizerCommand(authorizerRequest(authorizer)),
		);
		return { id: AuthorizerId ?? "", outputs: {} };
	},
	async update(authorizer, { id }, context) {
		await clientOf(context, ApiGatewayV2Client).send(
			new UpdateAuthorizerCommand({
				...authorizerRequest(authorizer),
				AuthorizerId: id,
			}),
		);
		return { id, outputs: {} };
	},
	async read({ id, inputs }, context) {
		const now = await clientOf(context, ApiGatewayV2Client).send(
			new GetAuthorizerCommand({ ApiId: inputs.apiId, AuthorizerId: id }),
		);
		const { Audience: audiences, Issuer: issuer } = now.JwtConfiguration ?? {};
		return {
			inputs: {
				identitySources: now.IdentitySource,
				jwtConfiguration: { audiences, issuer },
			},
		};
	},
	async delete({ id, inputs }, context) {
		await clientOf(context, ApiGatewayV2Client).send(
			new DeleteAuthorizerCommand({ ApiId: inputs.apiId, AuthorizerId: id }),
		);
	},
});

function authorizerRequest(authorizer: z.output<typeof authorizerInputs>) {
	return {
		ApiId: authorizer.apiId,
		Name: authorizer.name,
		AuthorizerType: authorizer.authorizerType,
		IdentitySource: authorizer.identitySources ?? [
			"$request.header.Authorization",
		],
		JwtConfiguration: {
			Issuer: authorizer.jwtConfiguration.issuer,
			Audience: authorizer.jwtConfiguration.audiences,
		},
	};
}
