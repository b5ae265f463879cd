import {
	CreateTableCommand,
	DeleteTableCommand,
	DescribeTableCommand,
	DynamoDBClient,
	type GlobalSecondaryIndex,
	type KeySchemaElement,
	type TableDescription,
	UpdateTableCommand,
	UpdateTimeToLiveCommand,
} from "@aws-sdk/client-dynamodb";
import * as z from "zod";
import { UserError } from "../user-error";
import { type Context, clientOf } from "./context";
import { handler } from "./handler";
import { until } from "./until";

const limit = 10_000; // ms until a table is active; the emulator's are at once

const index = z.object({
	name: z.string(),
	hashKey: z.string().optional(),
	rangeKey: z.string().optional(),
	keySchemas: z
		.array(
			z.object({
				attributeName: z.string(),
				keyType: z.enum(["HASH", "RANGE"]),
			}),
		)
		.optional(),
	projectionType: z.enum(["ALL", "KEYS_ONLY", "INCLUDE"]),
	nonKeyAttributes: z.array(z.string()).optional(),
});

const inputs = z.object({
	name: z.string(),
	hashKey: z.string(),
	rangeKey: z.string().optional(),
	attributes: z.array(
		z.object({ name: z.string(), type: z.enum(["S", "N", "B"]) }),
	),
	globalSecondaryIndexes: z.array(index).default([]),
	streamEnabled: z.boolean().optional(),
	streamViewType: z
		.enum(["KEYS_ONLY", "NEW_IMAGE", "OLD_IMAGE", "NEW_AND_OLD_IMAGES"])
		.optional(),
	ttl: z
		.object({
			attributeName: z.string().optional(),
			enabled: z.boolean().default(false),
		})
		.optional(),
	replicas: z.array(z.object({ regionName: z.string() })).default([]),
});

type Table = z.output<typeof inputs>;

export const table = handler({
	inputs,
	// How it is billed, kept and encrypted: nothing of that shows on a laptop, and a table here may always be deleted.
	noEffect: [
		"billingMode",
		"readCapacity",
		"writeCapacity",
		"onDemandThroughput",
		"warmThroughput",
		"tableClass",
		"deletionProtectionEnabled",
		"pointInTimeRecovery",
		"serverSideEncryption",
	],
	namedBy: "name",
	replaceOn: [
		"name",
		"hashKey",
		"rangeKey",
		"attributes",
		"globalSecondaryIndexes",
		"streamEnabled",
		"streamViewType",
	],
	async create(table, context) {
		await clientOf(context, DynamoDBClient).send(
			new CreateTableCommand({
				TableName: table.name,
				BillingMode: "PAY_PER_REQUEST",
				AttributeDefinitions: table.attributes.map(({ name, type }) => ({
					AttributeName: name,
					AttributeType: type,
				})),
				KeySchema: keySchema(table),
				...(table.globalSecondaryIndexes.length > 0 && {
					GlobalSecondaryIndexes: table.globalSecondaryIndexes.map(indexOf),
				}),
				...(table.streamEnabled && {
					StreamSpecification: {
						StreamEnabled: true,
						StreamViewType: table.streamViewType,
					},
				}),
			}),
		);
		await active(table.name, context.region, context);
		if (table.ttl?.enabled) await setTtl(table, context);
		await setReplicas([], table, context);
		return described(table, context);
	},
	async update(table, before, context) {
		if (table.ttl?.enabled !== before.inputs.ttl?.enabled) {
			await setTtl(table, context, before.inputs.ttl?.attributeName);
		}
		await setReplicas(before.inputs.replicas, table, context);
		return described(table, context);
	},
	async read({ inputs: table }, context) {
		const { outputs } = await described(table, context);
		return { outputs };
	},
	async delete({ id, inputs: table }, context) {
		await setReplicas(table.replicas, { ...table, replicas: [] }, context);
		const dynamodb = clientOf(context, DynamoDBClient);
		await dynamodb.send(new DeleteTableCommand({ TableName: id }));
	},
});

function keySchema(keys: {
	hashKey?: string;
	rangeKey?: string;
}): KeySchemaElement[] {
	const schema: KeySchemaElement[] = [
		{ AttributeName: keys.hashKey, KeyType: "HASH" },
	];
	if (keys.rangeKey) {
		schema.push({ AttributeName: keys.rangeKey, KeyType: "RANGE" });
	}
	return schema;
}

function indexOf(gsi: z.output<typeof index>): GlobalSecondaryIndex {
	return {
		IndexName: gsi.name,
		KeySchema:
			gsi.keySchemas?.map(({ attributeName, keyType }) => ({
				AttributeName: attributeName,
				KeyType: keyType,
			})) ?? keySchema(gsi),
		Projection: {
			ProjectionType: gsi.projectionType,
			NonKeyAttributes: gsi.nonKeyAttributes,
		},
	};
}

async function setTtl(table: Table, context: Context, previous?: string) {
	await clientOf(context, DynamoDBClient).send(
		new UpdateTimeToLiveCommand({
			TableName: table.name,
			TimeToLiveSpecification: {
				Enabled: table.ttl?.enabled ?? false,
				AttributeName: table.ttl?.attributeName ?? previous,
			},
		}),
	);
}

/** One change per call, as DynamoDB allows. */
async function setReplicas(
	before: Table["replicas"],
	table: Table,
	context: Context,
) {
	const had = before.map((replica) => replica.regionName);
	const wanted = table.replicas.map((replica) => replica.regionName);
	const added = wanted
		.filter((region) => !had.includes(region))
		.map((RegionName) => ({ Create: { RegionName } }));
	const removed = had
		.filter((region) => !wanted.includes(region))
		.map((RegionName) => ({ Delete: { RegionName } }));
	const dynamodb = clientOf(context, DynamoDBClient);
	for (const change of [...removed, ...added]) {
		await dynamodb.send(
			new UpdateTableCommand({
				TableName: table.name,
				ReplicaUpdates: [change],
			}),
		);
	}
}

async function described(table: Table, context: Context) {
	const replicas = table.replicas.map(async ({ regionName }) => {
		const replica = await active(table.name, regionName, context);
		return {
			regionName,
			arn: replica.TableArn,
			streamArn: replica.LatestStreamArn,
		};
	});
	const own = await active(table.name, context.region, context);
	return {
		id: table.name,
		outputs: {
			arn: own.TableArn,
			streamArn: own.LatestStreamArn,
			streamLabel: own.LatestStreamLabel,
			replicas: await Promise.all(replicas),
		},
	};
}

async function active(
	name: string,
	region: string,
	{ clients }: Context,
): Promise<TableDescription> {
	const dynamodb = clients.get(DynamoDBClient, region);
	const found = await until(async () => {
		const { Table } = await dynamodb.send(
			new DescribeTableCommand({ TableName: name }),
		);
		return Table?.TableStatus === "ACTIVE" ? Table : undefined;
	}, limit);
	if (found) return found;
	throw new UserError(`The table ${name} did not become active in ${region}.`);
}
