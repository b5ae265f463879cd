import * as dynamodb from "@pulumi/aws/dynamodb";
import * as pulumi from "@pulumi/pulumi";
import { Component, type Transform, transformed } from "./component";
import {
	entityIndexes,
	entityKeys,
	tableDefaults,
	tableRecovery,
} from "./defaults/table";
import type { Grantee } from "./grant";
import type { Settings } from "./settings";

export interface EntitiesTableArgs {
	settings: Settings;
	tags: Record<string, string>;
	/** The table's, after project and stack. Default: the component's name. */
	physicalName?: string | undefined;
	transform?: { table?: Transform<dynamodb.TableArgs> } | undefined;
}

/** The table as one region sees it. */
export interface RegionalTable {
	arn: pulumi.Output<string>;
	streamArn: pulumi.Output<string>;
}

/**
 * A service's entities: one global table with a replica in every region. `pk`, `sk`; gsi1 (discriminator, pk) and gsi2
 * (discriminator, data); ttl; a stream of old and new images. Keys and stream are not options: changing them replaces the
 * table.
 */
export class EntitiesTable extends Component {
	readonly table: dynamodb.Table;
	readonly tableName: pulumi.Output<string>;

	constructor(
		name: string,
		private readonly args: EntitiesTableArgs,
		opts?: pulumi.ComponentResourceOptions,
	) {
		super("EntitiesTable", name, opts);
		this.table = this.createTable(name);
		this.tableName = this.table.name;
		this.registerOutputs({ tableName: this.tableName });
	}

	/** ARNs of the replica in a region; its stream has all writes, those of other regions too. */
	in(region: string): RegionalTable {
		const { tableRegion } = this.args.settings;
		if (region === tableRegion)
			return { arn: this.table.arn, streamArn: this.table.streamArn };
		const replica = this.table.replicas.apply((replicas) => {
			const found = replicas?.find((each) => each.regionName === region);
			if (!found) throw new Error(`the table has no replica in ${region}`);
			return found;
		});
		return { arn: replica.arn, streamArn: replica.streamArn };
	}

	/** Read rows and lists. */
	grantRead(grantee: Grantee, region: string): void {
		const { arn } = this.in(region);
		const indexes = pulumi.interpolate`${arn}/index/*`;
		grantee.allow("read-entities", [
			{
				actions: ["dynamodb:GetItem", "dynamodb:BatchGetItem"],
				resources: [arn],
			},
			{ actions: ["dynamodb:Query"], resources: [arn, indexes] },
		]);
	}

	/** Read single rows, such as the state of a call. */
	grantGet(grantee: Grantee, region: string): void {
		grantee.allow("get-entities", [
			{ actions: ["dynamodb:GetItem"], resources: [this.in(region).arn] },
		]);
	}

	/** Read all that is under one key; no index. */
	grantCollect(grantee: Grantee, region: string): void {
		grantee.allow("collect-entities", [
			{ actions: ["dynamodb:Query"], resources: [this.in(region).arn] },
		]);
	}

	/** Write rows; nothing is ever deleted but by ttl. A transaction's puts need no more. */
	grantWrite(grantee: Grantee, region: string): void {
		const { arn } = this.in(region);
		grantee.allow("write-entities", [
			{ actions: ["dynamodb:PutItem"], resources: [arn] },
		]);
	}

	/** Read the stream, as an event source mapping does. */
	grantStream(grantee: Grantee, region: string): void {
		const { streamArn } = this.in(region);
		grantee.allow("read-stream", [
			{
				actions: [
					"dynamodb:DescribeStream",
					"dynamodb:GetRecords",
					"dynamodb:GetShardIterator",
				],
				resources: [streamArn],
			},
			{ actions: ["dynamodb:ListStreams"], resources: ["*"] },
		]);
	}

	private createTable(name: string) {
		const { settings, tags, physicalName = name, transform } = this.args;
		const { project, stack, stage, regions, tableRegion } = settings;
		const pointInTimeRecovery = tableRecovery(stage);
		const args: dynamodb.TableArgs = {
			...tableDefaults,
			...entityKeys,
			globalSecondaryIndexes: entityIndexes,
			streamEnabled: true,
			streamViewType: "NEW_AND_OLD_IMAGES",
			ttl: { enabled: true, attributeName: "ttl" },
			region: tableRegion,
			tags,
			// A global table has one name in all regions; a new name would be a new table.
			name: `${project}-${stack}-${physicalName}`,
			deletionProtectionEnabled: stage.protect,
			pointInTimeRecovery,
			replicas: regions
				.filter((region) => region !== tableRegion)
				.map((regionName) => ({
					regionName,
					// A replica has none of the table's protections by itself.
					pointInTimeRecovery: pointInTimeRecovery.enabled,
					deletionProtectionEnabled: stage.protect,
					propagateTags: true,
				})),
		};
		const final = transformed(args, transform?.table);
		this.warnUnless(
			[final.pointInTimeRecovery, final.replicas] as const,
			([recovery, replicas]) =>
				stage.recoveryDays === 0 ||
				(recovery?.enabled === true &&
					(replicas ?? []).every((each) => each.pointInTimeRecovery === true)),
			`${name}: point-in-time recovery is off: what a bug overwrites is lost`,
		);
		this.warnUnless(
			[final.deletionProtectionEnabled, final.replicas] as const,
			([isProtected, replicas]) =>
				!stage.protect ||
				(isProtected === true &&
					(replicas ?? []).every((each) => each.deletionProtectionEnabled)),
			`${name}: deletion protection is off: one wrong command and the service's data are gone`,
		);
		return new dynamodb.Table(`${name}-table`, final, {
			parent: this,
			protect: stage.protect,
			retainOnDelete: stage.retain,
		});
	}
}
