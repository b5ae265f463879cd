import { openRoutes } from "../exceptions";
import { at, has, list, unknown } from "../resource";
import { type ResourceRule, unless } from "../rule";

export const apis = [
	{
		id: "route-authorization",
		checks: ["AwsSolutions-APIG4", "CKV_AWS_309"],
		severity: "high",
		says: "A route asks who calls, and for what: a token needs a scope.",
		mend: "Set authorizationType, authorizerId and authorizationScopes; a route that checks a signature itself goes to policy/exceptions.ts with its reason.",
		types: ["aws:apigatewayv2/route:Route"],
		check: (route) => {
			const kind = at(route, "authorizationType");
			const isOpen = openRoutes.some(({ routeKey }) =>
				routeKey.test(String(at(route, "routeKey"))),
			);
			if (kind === undefined || kind === "NONE")
				return unless(isOpen, "anybody may call it");
			if (kind !== "JWT") return [];
			const scopes = at(route, "authorizationScopes");
			return [
				...unless(
					has(route, "authorizerId"),
					"its tokens are not checked: it has no authorizerId",
				),
				...unless(
					scopes === unknown || list(route, "authorizationScopes").length > 0,
					"any token of the issuer will do: it has no authorizationScopes",
				),
			];
		},
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
