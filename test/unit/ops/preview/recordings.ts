import { compare, nothing } from "../../../../ops/preview/compare";
import type {
	Recording,
	Registered,
} from "../../../../ops/preview/record/recording";
import { urnOf } from "../../../../ops/preview/record/urn";
import type { Report } from "../../../../ops/preview/report";

export const stack = { project: "shop", stack: "prod" };

/** As the program would register it. */
export function resource(
	type: string,
	name: string,
	{
		inputs = {},
		parent,
		...rest
	}: Partial<Omit<Registered, "parent">> & { parent?: Registered } = {},
): Registered {
	return {
		urn: urnOf(parent?.urn ?? "", type, name, stack),
		type,
		name,
		custom: type.startsWith("aws:"),
		inputs: {
			...(type.startsWith("aws:") && { region: "us-east-1" }),
			...inputs,
		},
		parent: parent?.urn ?? "",
		protect: false,
		retainOnDelete: false,
		dependencies: [],
		propertyDependencies: {},
		provider: "",
		ignoreChanges: [],
		replaceOnChanges: [],
		replaceWith: [],
		aliases: [],
		...rest,
	};
}

export function recording(
	resources: Registered[],
	rest: Partial<Recording> = {},
): Recording {
	return { ...nothing, regions: ["us-east-1"], resources, ...rest };
}

export function compared(before: Recording, after: Recording): Report {
	const base = { ref: "main", commit: "0".repeat(40), hasStack: true };
	return compare("prod", base, before, after);
}

export const types = {
	table: "aws:dynamodb/table:Table",
	queue: "aws:sqs/queue:Queue",
	bus: "aws:cloudwatch/eventBus:EventBus",
	archive: "aws:cloudwatch/eventArchive:EventArchive",
	fn: "aws:lambda/function:Function",
	role: "aws:iam/role:Role",
	rolePolicy: "aws:iam/rolePolicy:RolePolicy",
	queuePolicy: "aws:sqs/queuePolicy:QueuePolicy",
	permission: "aws:lambda/permission:Permission",
	mapping: "aws:lambda/eventSourceMapping:EventSourceMapping",
	route: "aws:apigatewayv2/route:Route",
	authorizer: "aws:apigatewayv2/authorizer:Authorizer",
	api: "aws:apigatewayv2/api:Api",
	secret: "aws:secretsmanager/secret:Secret",
	service: "bulkhead:index:Service",
};
