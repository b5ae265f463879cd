import type * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as dynamodb from "@pulumi/aws/dynamodb";
import type * as pulumi from "@pulumi/pulumi";
import { functionName } from "../contracts/function-name";
import type { FunctionCode } from "./code";
import { Component, type RegionalArgs } from "./component";
import { sizes } from "./defaults/function";
import {
	entityIndexes,
	entityKeys,
	tableDefaults,
	tableRecovery,
} from "./defaults/table";
import { ServiceFunction } from "./service-function";
import { Subscription } from "./subscription";

export interface FaultMonitorArgs extends RegionalArgs {
	bus: cloudwatch.EventBus;
	code: FunctionCode;
}

/** Few at once: faults are rare, and a flood of them must not take the account's concurrency. */
const concurrency = 2;

/** One place to look: every fault event of the region, in a table. */
export class FaultMonitor extends Component {
	readonly table: dynamodb.Table;
	readonly function: ServiceFunction;
	readonly subscription: Subscription;

	constructor(
		name: string,
		args: FaultMonitorArgs,
		opts?: pulumi.ComponentResourceOptions,
	) {
		super("FaultMonitor", name, opts);
		this.table = this.createTable(name, args);
		this.function = this.createFunction(name, args);
		this.subscription = new Subscription(
			name,
			{
				...args,
				concurrency,
				function: this.function,
				functionName: functionName(args.settings, "fault", "monitor"),
				functionTimeout: sizes.faultMonitor.timeout,
				pattern: JSON.stringify({ "detail-type": ["fault"] }),
			},
			{ parent: this },
		);
		this.registerOutputs({ tableName: this.table.name });
	}

	private createTable(
		name: string,
		{ region, tags, settings }: FaultMonitorArgs,
	) {
		const { protect, retain } = settings.stage;
		return new dynamodb.Table(
			`${name}-table`,
			{
				...tableDefaults,
				...entityKeys,
				globalSecondaryIndexes: entityIndexes,
				ttl: { enabled: true, attributeName: "ttl" },
				region,
				tags,
				deletionProtectionEnabled: protect,
				pointInTimeRecovery: tableRecovery(settings.stage),
			},
			{ parent: this, protect, retainOnDelete: retain },
		);
	}

	private createFunction(name: string, args: FaultMonitorArgs) {
		const fn = new ServiceFunction(
			name,
			{
				...args,
				...sizes.faultMonitor,
				functionName: functionName(args.settings, "fault", "monitor"),
				environment: {
					POWERTOOLS_SERVICE_NAME: "fault-monitor",
					TABLE_NAME: this.table.name,
				},
			},
			{ parent: this },
		);
		fn.allow("keep-faults", [
			{
				actions: ["dynamodb:GetItem", "dynamodb:PutItem"],
				resources: [this.table.arn],
			},
		]);
		return fn;
	}
}
