import type { types } from "@pulumi/aws";

export const corsDefaults = {
	allowMethods: ["GET", "POST", "PUT", "PATCH", "DELETE"],
	allowHeaders: [
		"authorization",
		"content-type",
		"idempotency-key",
		"traceparent",
		"x-correlation-id",
	],
	// Seconds that a browser remembers a preflight: the most that Chrome does.
	maxAge: 7200,
} satisfies types.input.apigatewayv2.ApiCorsConfiguration;

/** One JSON line per request; no header, no body. https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging-variables.html */
export const accessLogFormat = JSON.stringify({
	requestId: "$context.requestId",
	time: "$context.requestTime",
	route: "$context.routeKey",
	status: "$context.status",
	ip: "$context.identity.sourceIp",
	subject: "$context.authorizer.claims.sub",
	latency: "$context.responseLatency",
	integrationLatency: "$context.integrationLatency",
	error: "$context.error.message",
	authorizerError: "$context.authorizer.error",
});
