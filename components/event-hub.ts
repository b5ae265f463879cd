import * as cloudwatch from "@pulumi/aws/cloudwatch";
import type * as pulumi from "@pulumi/pulumi";
import { limits } from "../contracts/limits";
import type { Code } from "./code";
import {
	Component,
	type RegionalArgs,
	type Transform,
	transformed,
} from "./component";
import { FailureBucket } from "./failure-bucket";
import { FaultMonitor } from "./fault-monitor";
import type { Grantee } from "./grant";
import { tagsOf } from "./tags";

export interface EventHubArgs extends Omit<RegionalArgs, "tags"> {
	code: Code;
	transform?: {
		bus?: Transform<cloudwatch.EventBusArgs>;
		archive?: Transform<cloudwatch.EventArchiveArgs>;
	};
}

/** The team that is called when the platform itself is in trouble. */
const owner = "platform";

/** Where the services of a region meet: the bus, its archive, and what keeps faults and failures. */
export class EventHub extends Component {
	readonly region: string;
	readonly bus: cloudwatch.EventBus;
	readonly archive: cloudwatch.EventArchive;
	readonly faults: FaultMonitor;
	/** What triggers could not publish. */
	readonly failures: FailureBucket;

	constructor(
		name: string,
		args: EventHubArgs,
		opts?: pulumi.ComponentResourceOptions,
	) {
		super("EventHub", name, opts);
		const { region, settings, code } = args;
		const tags = tagsOf(settings, { service: "hub", owner });
		const regional = { region, settings, tags };
		this.region = region;
		this.bus = this.createBus(name, args, tags);
		this.archive = this.createArchive(name, args);
		this.failures = new FailureBucket(`${name}-failures`, regional, {
			parent: this,
		});
		this.faults = new FaultMonitor(
			`${name}-faults`,
			{ ...regional, code: code.of("fault-monitor"), bus: this.bus },
			{ parent: this },
		);
		this.registerOutputs({
			busName: this.bus.name,
			faultsTable: this.faults.table.name,
		});
	}

	grantPublish(grantee: Grantee): void {
		grantee.allow("publish", [
			{ actions: ["events:PutEvents"], resources: [this.bus.arn] },
		]);
	}

	/** As a mapping's on-failure destination asks for. */
	grantKeepFailures(grantee: Grantee): void {
		this.failures.grantKeep(grantee);
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
