import * as cloudwatch from "@pulumi/aws/cloudwatch";
import type * as pulumi from "@pulumi/pulumi";
import { RunError } from "@pulumi/pulumi/errors";
import { limits } from "../contracts/limits";
import { AnyHub } from "./any-hub";
import type { BucketAccess } from "./bucket-access";
import type { Code } from "./code";
import { type RegionalArgs, type Transform, transformed } from "./component";
import { Drain } from "./drain";
import { ExpiringBucket } from "./expiring-bucket";
import { FaultMonitor } from "./fault-monitor";
import type { Hub } from "./hub";
import type { JoinableHub } from "./hub-outputs";
import type { KeyAccess } from "./key-access";
import { ProtectionKey } from "./protection";
import { tagsOf } from "./tags";

export interface EventHubArgs extends Omit<RegionalArgs, "tags"> {
	code: Pick<Code, "of">;
	transform?: {
		bus?: Transform<cloudwatch.EventBusArgs>;
		archive?: Transform<cloudwatch.EventArchiveArgs>;
	};
}

/** The team that is called when the platform itself is in trouble. */
const owner = "platform";

/** Where the services of a region meet: the bus, its archive, and what keeps faults and failures. */
export class EventHub extends AnyHub {
	readonly region: string;
	readonly bus: cloudwatch.EventBus;
	readonly archive: cloudwatch.EventArchive;
	readonly faults: FaultMonitor;
	/** Makes faults of what no function could handle. */
	readonly drain: Drain;
	/** What triggers could not publish. */
	readonly failures: ExpiringBucket;
	/** The content of events that are too large for the bus. */
	readonly claims: ExpiringBucket;

	private key?: KeyAccess;

	constructor(
		private readonly name: string,
		private readonly args: EventHubArgs,
		opts?: pulumi.ComponentResourceOptions,
	) {
		super("EventHub", name, opts);
		const { region, settings, code } = args;
		const tags = tagsOf(settings, { service: "hub", owner });
		const regional = { region, settings, tags };
		this.region = region;
		this.bus = this.createBus(name, args, tags);
		this.archive = this.createArchive(name, args);
		this.failures = new ExpiringBucket(
			`${name}-failures`,
			{ ...regional, purpose: "failures", expireAfter: limits.mending },
			{ parent: this },
		);
		this.claims = new ExpiringBucket(
			`${name}-claims`,
			{ ...regional, purpose: "claims", expireAfter: limits.claims },
			{ parent: this },
		);
		this.faults = new FaultMonitor(
			`${name}-faults`,
			{ ...regional, code: code.of("fault-monitor"), bus: this.bus },
			{ parent: this },
		);
		this.drain = new Drain(
			`${name}-drain`,
			{ ...regional, code: code.of("hub-drain"), hub: this },
			{ parent: this },
		);
		this.registerOutputs({
			busName: this.bus.name,
			faultsTable: this.faults.table.name,
			claimsBucket: this.claims.bucket.bucket,
		});
	}

	/**
	 * The key for what contracts mark as sensitive, made when a service first needs it. All regions' keys are copies of the one
	 * where the tables were made, the one region that never changes.
	 */
	protectionKey(hubs: readonly Hub[]): KeyAccess {
		this.key ??= this.createKey(hubs).access;
		return this.key;
	}

	/** What a service of another stack must know to join; the key is there once a service has asked for it. */
	get joinable(): JoinableHub {
		const { name, arn } = this.bus;
		const { access } = this.claims;
		return {
			bus: { name, arn },
			claims: { name: access.name, arn: access.arn },
			...(this.key && { protectionKey: this.key.arn }),
		};
	}

	protected get claimed(): BucketAccess {
		return this.claims.access;
	}

	private createKey(hubs: readonly Hub[]): ProtectionKey {
		const { region, settings } = this.args;
		const home = hubs.find((hub) => hub.region === settings.tableRegion);
		if (!home)
			throw new RunError(
				`a service has sensitive fields, and none of its hubs is in ${settings.tableRegion}, where their key is made: add that one`,
			);
		return new ProtectionKey(
			`${this.name}-protection`,
			{
				region,
				settings,
				tags: tagsOf(settings, { service: "hub", owner }),
				neighbour: this.bus.arn,
				primary: home === this ? undefined : home.protectionKey(hubs),
			},
			{ parent: this },
		);
	}

	private createBus(
		name: string,
		args: EventHubArgs,
		tags: Record<string, string>,
	) {
		const { region, settings, transform } = args;
		const busArgs: cloudwatch.EventBusArgs = {
			region,
			tags,
			// The same in every region: other stacks and the people on call know it by this name.
			name: `${settings.project}-${settings.stack}`,
		};
		return new cloudwatch.EventBus(
			`${name}-bus`,
			transformed(busArgs, transform?.bus),
			{ parent: this },
		);
	}

	private createArchive(name: string, args: EventHubArgs) {
		const { region, settings, transform } = args;
		const archiveArgs: cloudwatch.EventArchiveArgs = {
			region,
			eventSourceArn: this.bus.arn,
			retentionDays: limits.archive / (24 * 60 * 60),
		};
		const { protect, retain } = settings.stage;
		return new cloudwatch.EventArchive(
			`${name}-archive`,
			transformed(archiveArgs, transform?.archive),
			{ parent: this, protect, retainOnDelete: retain },
		);
	}
}
