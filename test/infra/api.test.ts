import * as functions from "../../functions";
import { evaluate } from "./evaluate";
import { named, ofType, text } from "./query";
import type { Run } from "./run";

/** The webhooks of those that serve no users: see webhook.test.ts. */
const isServed = ({ api }: { api: object }) => Object.keys(api).length > 0;

const apis = ["us-east-1", "us-west-2"].flatMap((region) =>
	functions.services.filter(isServed).map((contract) => ({
		name: `${contract.name}-${region}-rest`,
		region,
		contract,
	})),
);

describe("an API", () => {
	let run: Run;
	const child = (name: string, what: string) => named(run, `${name}-${what}`);

	beforeAll(async () => {
		run = await evaluate({ stack: "prod" });
	});

	it.each(apis)(
		"$name has one route per entry of the contract, each behind a token with its scopes",
		({ name, region, contract }) => {
			const routes = ofType(run, "Route").filter((route) =>
				route.name.startsWith(`${name}-`),
			);
			expect(new Set(routes.map(({ inputs }) => inputs))).toEqual(
				new Set(
					Object.entries(contract.api).map(([routeKey, { scopes }]) => ({
						region,
						routeKey,
						apiId: `${name}-api-id`,
						target: `integrations/${name}-integration-id`,
						authorizationType: "JWT",
						authorizerId: `${name}-authorizer-id`,
						authorizationScopes: [...scopes],
					})),
				),
			);
			for (const { scopes } of Object.values(contract.api))
				expect(scopes.length).toBeGreaterThan(0);
		},
	);

	it.each(apis)("$name trusts the issuer of the settings", ({ name }) => {
		expect(child(name, "authorizer").inputs).toMatchObject({
			apiId: `${name}-api-id`,
			authorizerType: "JWT",
			identitySources: ["$request.header.Authorization"],
			jwtConfiguration: {
				issuer: "https://login.food.example",
				audiences: ["food-delivery"],
			},
		});
	});

	it.each(apis)(
		"$name hands requests to the function of its region",
		({ name, region, contract }) => {
			expect(child(name, "api").inputs).toMatchObject({ protocolType: "HTTP" });
			expect(child(name, "integration").inputs).toMatchObject({
				apiId: `${name}-api-id`,
				integrationType: "AWS_PROXY",
				integrationUri: `arn:aws:lambda:${region}:123456789012:bulkhead-prod-${contract.name}-rest`,
				payloadFormatVersion: "2.0",
			});
			expect(child(name, "permission").inputs).toMatchObject({
				action: "lambda:InvokeFunction",
				function: `bulkhead-prod-${contract.name}-rest`,
				principal: "apigateway.amazonaws.com",
				sourceArn: `arn:aws:execute-api:${region}:123456789012:${name}-api/*/*`,
			});
		},
	);

	it.each(apis)(
		"$name deploys itself, is throttled, and logs each request without what is private",
		({ name, region, contract }) => {
			const stage = child(name, "stage");
			expect(stage.inputs).toMatchObject({
				name: "$default",
				autoDeploy: true,
				defaultRouteSettings: {
					throttlingRateLimit: 1000,
					throttlingBurstLimit: 2000,
					detailedMetricsEnabled: true,
				},
				accessLogSettings: {
					destinationArn: `arn:aws:cloudwatch:${region}:123456789012:/aws/vendedlogs/apis/bulkhead-prod-${contract.name}-rest`,
					format: expect.not.stringMatching(
						/authorization"|header|\$input|body/i,
					),
				},
			});
			expect(child(name, "access-logs").inputs.retentionInDays).toBe(90);
		},
	);

	it.each(apis)(
		"$name is deployed once, after its routes",
		({ name, contract }) => {
			const routes = child(name, "stage").dependencies.filter((urn) =>
				urn.includes(":Route::"),
			);
			expect(routes).toHaveLength(Object.keys(contract.api).length);
		},
	);

	it("answers no other origin's preflight unless the settings name one", () => {
		for (const { name } of apis)
			expect(child(name, "api").inputs).not.toHaveProperty("corsConfiguration");
	});
});

it("an API answers the preflights of the origins in the settings", async () => {
	const corsOrigins = ["https://app.food.example", "http://localhost:5173"];
	const run = await evaluate({
		stack: "dev",
		preview: true,
		config: { corsOrigins },
	});
	const found = ofType(run, "Api").filter(({ custom }) => custom);
	// The fourth is that of the webhooks.
	expect(found).toHaveLength(4);
	for (const { inputs } of found)
		expect(inputs.corsConfiguration).toEqual({
			allowOrigins: corsOrigins,
			allowMethods: ["GET", "POST", "PUT", "PATCH", "DELETE"],
			allowHeaders: expect.arrayContaining([
				"authorization",
				"content-type",
				"idempotency-key",
			]),
			maxAge: 7200,
		});
});

it("an access log's line is JSON", async () => {
	const run = await evaluate({ stack: "dev", preview: true });
	for (const { inputs } of ofType(run, "Stage")) {
		const { format } = Object(inputs.accessLogSettings);
		expect(JSON.parse(String(format))).toHaveProperty("requestId");
	}
	expect(text(named(run, "customer-us-east-1-rest-api"), "name")).toBe(
		"bulkhead-dev-customer-rest",
	);
});
