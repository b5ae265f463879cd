import * as lambda from "@pulumi/aws/lambda";
import * as pulumi from "@pulumi/pulumi";
import type { Contract } from "../contracts/contract";
import { protectionOf } from "../contracts/protection";
import { streamFilters } from "../contracts/stream-filters";
import type { FunctionCode } from "./code";
import {
	Component,
	type RegionalArgs,
	type Transform,
	transformed,
} from "./component";
import { sizes } from "./defaults/function";
import { streamMappingDefaults } from "./defaults/stream";
import type { EntitiesTable } from "./entities-table";
import type { Hub } from "./hub";
import type { KeyAccess } from "./key-access";
import type { Receiver, Schedules } from "./schedules";
import { type FunctionTransform, ServiceFunction } from "./service-function";

export interface TriggerArgs extends RegionalArgs {
	contract: Contract;
	code: FunctionCode;
	functionName: string;
	environment: Record<string, pulumi.Input<string>>;
	entities: EntitiesTable;
	hub: Hub;
	/** Where a rule has a deadline. */
	deadlines?: Deadlines | undefined;
	/** For what the contract marks as sensitive. */
	protection?: KeyAccess | undefined;
	transform?: TriggerTransform | undefined;
}

export interface Deadlines {
	schedules: Schedules;
	/** The listener's: it hears of a deadline like of an event. */
	receiver: Receiver;
}

export interface TriggerTransform extends FunctionTransform {
	mapping?: Transform<lambda.EventSourceMappingArgs>;
}

/** Driven side: the table's stream -> function -> bus. What it cannot publish is kept in the hub's bucket. */
export class Trigger extends Component {
	readonly function: ServiceFunction;
	readonly mapping: lambda.EventSourceMapping;

	constructor(
		name: string,
		args: TriggerArgs,
		opts?: pulumi.ComponentResourceOptions,
	) {
		super("Trigger", name, opts);
		this.function = this.createFunction(name, args);
		this.mapping = this.createMapping(name, args);
		this.registerOutputs({ functionArn: this.function.function.arn });
	}

	private createFunction(name: string, args: TriggerArgs) {
		const { region, entities, hub, contract, deadlines } = args;
		const fn = new ServiceFunction(
			name,
			{
				...args,
				...sizes.trigger,
				environment: { ...args.environment, ...deadlineEnvironment(args) },
			},
			{ parent: this },
		);
		args.protection?.grantUse(fn, protectionOf(args.contract, "trigger"));
		entities.grantStream(fn, region);
		// To write back what replication set back.
		entities.grantWrite(fn, region);
		const collects = Object.values(contract.rules).some(
			(rule) => "collects" in rule,
		);
		if (collects) entities.grantCollect(fn, region);
		deadlines?.schedules.sendInto(deadlines.receiver, "send-deadlines");
		deadlines?.schedules.grantCreate(fn);
		hub.grantPublish(fn);
		hub.grantClaim(fn);
		hub.grantKeepFailures(fn);
		return fn;
	}

	private createMapping(name: string, args: TriggerArgs) {
		const { contract, region, tags, settings, entities, hub, transform } = args;
		const patterns = streamFilters(contract, { ...settings, region });
		const mappingArgs: lambda.EventSourceMappingArgs = {
			...streamMappingDefaults,
			region,
			tags,
			eventSourceArn: entities.in(region).streamArn,
			functionName: this.function.function.arn,
			filterCriteria: { filters: patterns.map((pattern) => ({ pattern })) },
			// A bucket keeps the records themselves; a queue would keep pointers that expire with the stream.
			destinationConfig: {
				onFailure: { destinationArn: hub.failures.arn },
			},
		};
		const final = transformed(mappingArgs, transform?.mapping);
		this.warnUnlessProtected(name, final);
		return new lambda.EventSourceMapping(`${name}-mapping`, final, {
			parent: this,
			// A deadline that is scheduled before its role may send is lost.
			dependsOn: [
				...this.function.policies,
				...(args.deadlines?.schedules.policies ?? []),
			],
		});
	}

	private warnUnlessProtected(
		name: string,
		args: lambda.EventSourceMappingArgs,
	) {
		this.warnUnless(
			args.bisectBatchOnFunctionError,
			(bisect) => bisect === true,
			`${name}: bisect is off: a function that dies of one record puts a whole batch aside`,
		);
		this.warnUnless(
			args.maximumRetryAttempts,
			(attempts) => attempts !== undefined && attempts !== -1,
			`${name}: retries have no cap: one bad record stops its shard for a day`,
		);
		this.warnUnless(
			args.destinationConfig,
			(config) => config?.onFailure !== undefined,
			`${name}: there is no destination for failures: what cannot be published is lost`,
		);
		this.warnUnless(
			args.functionResponseTypes,
			(types = []) => types.includes("ReportBatchItemFailures"),
			`${name}: partial batch responses are off: one refused event repeats its whole batch`,
		);
	}
}

/** Where a deadline is scheduled, and how many seconds it has where the settings say other than the contract. */
function deadlineEnvironment({
	contract,
	settings,
	deadlines,
}: TriggerArgs): Record<string, pulumi.Input<string>> {
	if (!deadlines) return {};
	const { schedules, receiver } = deadlines;
	const changed = Object.keys(contract.rules).flatMap((rule) => {
		const seconds = settings.deadlines[`${contract.name}/${rule}`];
		return seconds === undefined ? [] : [[rule, seconds] as const];
	});
	return {
		DEADLINES: pulumi.jsonStringify({
			group: schedules.group.name,
			role: schedules.role.arn,
			queue: receiver.queue.arn,
			deadLetters: receiver.deadLetters.arn,
		}),
		...(changed.length > 0 && {
			DEADLINE_SECONDS: JSON.stringify(Object.fromEntries(changed)),
		}),
	};
}
