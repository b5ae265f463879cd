import { gateway, servedGateway } from "../fixtures/contracts";
import { grantedTo } from "./policies";
import { dependenciesOf, named, ofType } from "./query";
import type { Registered, Run } from "./run";
import { account, made, regions, variable } from "./services";

jest.setTimeout(60_000);

let only: Run;
let served: Run;
beforeAll(async () => {
	only = await made({ contract: gateway });
	served = await made({ contract: servedGateway });
});

const keys = Object.keys(gateway.webhooks);
const inside = (region: string) => (resource: Registered) =>
	resource.inputs.region === region;

describe.each(regions)("the webhooks in %s", (region) => {
	const name = `gateway-${region}-webhook`;
	const api = `gateway-${region}-rest`;

	it("are routes without a token, to a function of their own", () => {
		const routes = ofType(only, "Route").filter(inside(region));
		expect(routes.map(({ inputs }) => inputs)).toEqual(
			keys.map((routeKey) => ({
				region,
				routeKey,
				apiId: `${api}-api-id`,
				target: `integrations/${name}-integration-id`,
				authorizationType: "NONE",
			})),
		);
		expect(named(only, `${name}-integration`).inputs).toMatchObject({
			integrationUri: `arn:aws:lambda:${region}:${account}:food-prod-gateway-webhook`,
			payloadFormatVersion: "2.0",
		});
		expect(named(only, `${name}-permission`).inputs).toMatchObject({
			function: "food-prod-gateway-webhook",
			principal: "apigateway.amazonaws.com",
			sourceArn: `arn:aws:execute-api:${region}:${account}:${api}-api/*/*`,
		});
	});

	it("need neither users nor an authorizer", () => {
		expect(ofType(only, "Authorizer")).toEqual([]);
		expect(
			ofType(only, "Function").map(({ inputs }) => inputs.name),
		).not.toContain("food-prod-gateway-rest");
	});

	it("stand beside the routes of users, in the same API under the same name", () => {
		const routes = ofType(served, "Route").filter(inside(region));
		const types = routes.map(({ inputs }) => inputs.authorizationType);
		expect(types.sort()).toEqual(["JWT", "NONE", "NONE"]);
		expect(ofType(served, "Authorizer")).toHaveLength(2);
		for (const run of [only, served]) {
			expect(named(run, `${api}-api`).inputs.name).toBe(
				"food-prod-gateway-rest",
			);
			expect(ofType(run, "Api").filter(({ custom }) => custom)).toHaveLength(2);
		}
	});

	it("are deployed once, after all routes", () => {
		const deployed = dependenciesOf(named(served, `${api}-stage`));
		const routes = ofType(served, "Route").filter(inside(region));
		expect(routes).toHaveLength(3);
		expect(deployed).toEqual(
			expect.arrayContaining(routes.map((route) => route.name)),
		);
	});

	it("may write rows and read what signs them, and nothing else", () => {
		const granted = grantedTo(only, named(only, `${name}-role`));
		const actions = granted.flatMap(({ Action }) => Action);
		expect(actions.sort()).toEqual([
			"dynamodb:PutItem",
			"logs:CreateLogStream",
			"logs:PutLogEvents",
			"secretsmanager:GetSecretValue",
			"xray:PutTelemetryRecords",
			"xray:PutTraceSegments",
		]);
	});

	it("know the names of those secrets, and no system's address", () => {
		expect(variable(only, name, "WEBHOOK_SECRETS")).toEqual({
			processor: "food/prod/gateway/processor-webhook",
			auditor: "food/prod/gateway/auditor-webhook",
		});
		expect(variable(only, name, "SYSTEMS")).toBeUndefined();
	});
});

it("all is registered in a preview already", async () => {
	const preview = await made({ contract: servedGateway, preview: true });
	const names = ({ resources }: Run) => resources.map(({ urn }) => urn).sort();
	expect(names(preview)).toEqual(names(served));
	expect(preview.warnings).toEqual([]);
	expect(names(preview).length).toBeGreaterThan(150);
});

it("a transform reaches the function", async () => {
	const { resources } = await made({
		contract: servedGateway,
		transform: {
			api: { webhook: { function: (args) => ({ ...args, memorySize: 1024 }) } },
		},
	});
	const mine = resources.filter(({ inputs }) => inputs.memorySize === 1024);
	expect(mine.map(({ name }) => name).sort()).toEqual(
		regions.map((region) => `gateway-${region}-webhook-function`),
	);
});
