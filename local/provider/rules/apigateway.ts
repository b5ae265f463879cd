import {
	anArn,
	arn,
	between,
	length,
	matches,
	oneOf,
	type Rule,
	requires,
	together,
} from "./rule";

// https://github.com/hashicorp/terraform-provider-aws/tree/main/internal/service/apigatewayv2
export const apigateway: Readonly<Record<string, readonly Rule[]>> = {
	"aws:apigatewayv2/api:Api": [
		length("name", 1, 128),
		oneOf("protocolType", ["HTTP", "WEBSOCKET"]),
		length("description", 0, 1024),
		length("version", 1, 64),
	],
	"aws:apigatewayv2/authorizer:Authorizer": [
		length("name", 1, 128),
		oneOf("authorizerType", ["JWT", "REQUEST"]),
		oneOf("authorizerPayloadFormatVersion", ["1.0", "2.0"]),
		between("authorizerResultTtlInSeconds", 0, 3600),
		together(
			"a JWT authorizer needs jwtConfiguration and identitySources",
			["authorizerType", "jwtConfiguration", "identitySources"],
			(value) =>
				value("authorizerType") !== "JWT" ||
				(value("jwtConfiguration") !== undefined &&
					value("identitySources") !== undefined),
		),
	],
	"aws:apigatewayv2/integration:Integration": [
		oneOf("integrationType", [
			"AWS",
			"AWS_PROXY",
			"HTTP",
			"HTTP_PROXY",
			"MOCK",
		]),
		oneOf("payloadFormatVersion", ["1.0", "2.0"]),
		oneOf("connectionType", ["INTERNET", "VPC_LINK"]),
		// https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-integrations.html
		between("timeoutMilliseconds", 50, 30_000),
		// The one without an account stands for whoever calls. https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-integrations.html
		matches(
			"credentialsArn",
			new RegExp(`${anArn.source}|^arn:[\\w-]+:iam::[*]:user/[*]$`),
			"must be an ARN",
		),
	],
	"aws:apigatewayv2/route:Route": [
		oneOf("authorizationType", ["NONE", "AWS_IAM", "CUSTOM", "JWT"]),
		length("operationName", 1, 64),
		length("target", 1, 128),
		together(
			"authorizationType JWT or CUSTOM needs authorizerId",
			["authorizationType", "authorizerId"],
			(value) =>
				!["JWT", "CUSTOM"].includes(String(value("authorizationType"))) ||
				value("authorizerId") !== undefined,
		),
		requires("authorizationScopes", "authorizerId"),
	],
	"aws:apigatewayv2/stage:Stage": [
		length("name", 1, 128),
		length("description", 0, 1024),
		arn("accessLogSettings.destinationArn"),
	],
};
