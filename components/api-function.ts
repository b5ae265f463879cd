import * as apigateway from "@pulumi/aws/apigatewayv2";
import * as lambda from "@pulumi/aws/lambda";
import * as pulumi from "@pulumi/pulumi";
import type { ServiceFunction } from "./service-function";

/** Puts a function behind an API: what its routes lead to. */
export function integrated(
	name: string,
	{
		region,
		api,
		fn,
	}: { region: string; api: apigateway.Api; fn: ServiceFunction },
	parent: pulumi.Resource,
): { target: pulumi.Output<string> } {
	const integration = new apigateway.Integration(
		`${name}-integration`,
		{
			region,
			apiId: api.id,
			integrationType: "AWS_PROXY",
			integrationUri: fn.function.arn,
			payloadFormatVersion: "2.0",
		},
		{ parent },
	);
	new lambda.Permission(
		`${name}-permission`,
		{
			region,
			action: "lambda:InvokeFunction",
			function: fn.function.name,
			principal: "apigateway.amazonaws.com",
			// This API, whatever its stage and route.
			sourceArn: pulumi.interpolate`${api.executionArn}/*/*`,
		},
		{ parent },
	);
	return { target: pulumi.interpolate`integrations/${integration.id}` };
}

/**
 * `PUT /orders/{orderId}` is `put/orders/{}`: what tells two routes apart is in the name, and nothing else. With the
 * parameter's name in it a renamed one would be a new route, which the gateway refuses beside the old one.
 */
export function routeName(routeKey: string): string {
	const [method = "", path = ""] = routeKey.split(" ");
	return `${method.toLowerCase()}${path.replaceAll(/\{[^}]+\}/g, "{}")}`;
}
