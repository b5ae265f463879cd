import {
	ApiGatewayV2Client,
	CreateApiCommand,
	CreateStageCommand,
	DeleteApiCommand,
	DeleteStageCommand,
	GetApiCommand,
	GetStageCommand,
	UpdateApiCommand,
	UpdateStageCommand,
} from "@aws-sdk/client-apigatewayv2";
import * as z from "zod";
import { account, type Context, clientOf } from "./context";
import { handler } from "./handler";
import { stableId } from "./naming";

const texts = z.array(z.string()).optional();

const apiInputs = z.object({
	name: z.string(),
	protocolType: z.literal("HTTP"),
	corsConfiguration: z
		.object({
			allowCredentials: z.boolean().optional(),
			allowHeaders: texts,
			allowMethods: texts,
			allowOrigins: texts,
			exposeHeaders: texts,
			maxAge: z.number().optional(), // seconds
		})
		.optional(),
});

type Api = z.output<typeof apiInputs>;

export const api = handler({
	inputs: apiInputs,
	noEffect: ["disableExecuteApiEndpoint", "ipAddressType"],
	namedBy: "name",
	replaceOn: ["name", "protocolType"],
	async create(api, context) {
		// The emulator takes an id from this tag: so URLs stay the same from start to start.
		const wanted = stableId("api", context.region, api.name).slice(0, 10);
		const { ApiId } = await clientOf(context, ApiGatewayV2Client).send(
			new CreateApiCommand({
				Name: api.name,
				ProtocolType: api.protocolType,
				CorsConfiguration: cors(api),
				Tags: { "ms-custom-id": wanted },
			}),
		);
		return describedApi(ApiId ?? wanted, context);
	},
	async update(api, { id }, context) {
		await clientOf(context, ApiGatewayV2Client).send(
			new UpdateApiCommand({ ApiId: id, CorsConfiguration: cors(api) }),
		);
		return describedApi(id, context);
	},
	async read({ id }, context) {
		const gateway = clientOf(context, ApiGatewayV2Client);
		await gateway.send(new GetApiCommand({ ApiId: id }));
		return {};
	},
	async delete({ id }, context) {
		const gateway = clientOf(context, ApiGatewayV2Client);
		await gateway.send(new DeleteApiCommand({ ApiId: id }));
	},
});

function cors({ corsConfiguration }: Api) {
	return (
		corsConfiguration && {
			AllowCredentials: corsConfiguration.allowCredentials,
			AllowHeaders: corsConfiguration.allowHeaders,
			AllowMethods: corsConfiguration.allowMethods,
			AllowOrigins: corsConfiguration.allowOrigins,
			ExposeHeaders: corsConfiguration.exposeHeaders,
			MaxAge: corsConfiguration.maxAge,
		}
	);
}

function describedApi(id: string, context: Context) {
	return {
		id,
		outputs: {
			arn: `arn:aws:apigateway:${context.region}::/apis/${id}`,
			apiEndpoint: url(id, context),
			executionArn: `arn:aws:execute-api:${context.region}:${account}:${id}`,
		},
	};
}

/** Where the emulator serves it. The address that CreateApi answers needs a DNS name that does not exist here. */
function url(id: string, { endpoint }: Context): string {
	return `${endpoint}/_aws/execute-api/${id}`;
}

const stageInputs = z.object({
	name: z.string(),
	apiId: z.string(),
	autoDeploy: z.boolean().optional(),
	stageVariables: z.record(z.string(), z.string()).optional(),
});

export const stage = handler({
	inputs: stageInputs,
	noEffect: ["accessLogSettings", "defaultRouteSettings", "routeSettings"],
	namedBy: "name",
	replaceOn: ["name", "apiId"],
	async create(stage, context) {
		const gateway = clientOf(context, ApiGatewayV2Client);
		await gateway.send(new CreateStageCommand(stageRequest(stage)));
		return describedStage(stage, context);
	},
	async update(stage, _before, context) {
		const gateway = clientOf(context, ApiGatewayV2Client);
		await gateway.send(new UpdateStageCommand(stageRequest(stage)));
		return describedStage(stage, context);
	},
	async read({ inputs }, context) {
		const now = await clientOf(context, ApiGatewayV2Client).send(
			new GetStageCommand({ ApiId: inputs.apiId, StageName: inputs.name }),
		);
		return { inputs: { stageVariables: now.StageVariables ?? {} } };
	},
	async delete({ inputs }, context) {
		await clientOf(context, ApiGatewayV2Client).send(
			new DeleteStageCommand({ ApiId: inputs.apiId, StageName: inputs.name }),
		);
	},
});

function stageRequest(stage: z.output<typeof stageInputs>) {
	return {
		ApiId: stage.apiId,
		StageName: stage.name,
		AutoDeploy: stage.autoDeploy,
		StageVariables: stage.stageVariables,
	};
}

function describedStage(
	{ apiId, name }: z.output<typeof stageInputs>,
	context: Context,
) {
	const path = name === "$default" ? "" : `/${name}`;
	return {
		id: name,
		outputs: {
			arn: `arn:aws:apigateway:${context.region}::/apis/${apiId}/stages/${name}`,
			invokeUrl: `${url(apiId, context)}${path}`,
			executionArn: `arn:aws:execute-api:${context.region}:${account}:${apiId}/${name}`,
		},
	};
}
