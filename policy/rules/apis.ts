import { openRoutes } from "../exceptions";
import { at, has } from "../resource";
import { type ResourceRule, unless } from "../rule";

export const apis = [
	{
		id: "route-authorization",
		checks: ["AwsSolutions-APIG4", "CKV_AWS_309"],
		severity: "high",
		says: "A route asks who calls.",
		mend: "Set authorizationType and authorizerId; a route that checks a signature itself goes to policy/exceptions.ts with its reason.",
		types: ["aws:apigatewayv2/route:Route"],
		check: (route) =>
			unless(
				!["NONE", undefined].some(
					(none) => at(route, "authorizationType") === none,
				) ||
					openRoutes.some(({ routeKey }) =>
						routeKey.test(String(at(route, "routeKey"))),
					),
				"anybody may call it",
			),
	},
	{
		id: "access-logs",
		checks: ["AwsSolutions-APIG1", "CKV_AWS_76", "CKV_AWS_95"],
		severity: "medium",
		says: "An API logs its requests.",
		mend: "Set accessLogSettings of the stage.",
		types: ["aws:apigatewayv2/stage:Stage"],
		check: (stage) =>
			unless(
				has(stage, "accessLogSettings.destinationArn"),
				"nobody sees who calls",
			),
	},
	{
		id: "throttling",
		checks: [],
		severity: "medium",
		says: "An API has a limit of requests.",
		mend: "Set defaultRouteSettings.throttlingRateLimit and throttlingBurstLimit by the stage's policy.",
		types: ["aws:apigatewayv2/stage:Stage"],
		check: (stage) =>
			unless(
				has(stage, "defaultRouteSettings.throttlingRateLimit") &&
					has(stage, "defaultRouteSettings.throttlingBurstLimit"),
				"one caller can use up the account's requests",
			),
	},
] satisfies readonly ResourceRule[];
