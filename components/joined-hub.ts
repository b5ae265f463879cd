import * as pulumi from "@pulumi/pulumi";
import { RunError } from "@pulumi/pulumi/errors";
import { limits } from "../contracts/limits";
import { AnyHub } from "./any-hub";
import { BucketAccess } from "./bucket-access";
import type { Code } from "./code";
import type { RegionalArgs } from "./component";
import { Drain } from "./drain";
import { ExpiringBucket } from "./expiring-bucket";
import type { Bus } from "./hub";
import {
	checkStackName,
	hubIn,
	type KnownHub,
	keyIn,
	readHubs,
	unheard,
} from "./hub-outputs";
import { KeyAccess } from "./key-access";
import type { Settings } from "./settings";
import { tagsOf } from "./tags";

export interface JoinArgs {
	settings: Settings;
	code: Pick<Code, "of">;
	/** The team that is called when what this program adds to the hub is in trouble; becomes a tag. */
	owner: string;
	/**
	 * Names the hubs' resources and their drains in AWS. Default: `hub`. Whoever joins two systems in one program gives the second
	 * a name of its own.
	 */
	name?: string;
}

/** By program: its settings are read once. */
const taken = new WeakMap<Settings, Map<string, string>>();

/** Both would make a drain of the same name. */
function take(name: string, stack: string, settings: Settings): void {
	const names = taken.get(settings) ?? new Map<string, string>();
	taken.set(settings, names);
	const other = names.get(name);
	if (other !== undefined)
		throw new RunError(
			other === stack
				? `the stack ${stack} is joined twice: call Hub.fromStack once, and make all services with its hubs`
				: `the hubs of ${other} and of ${stack} are both called ${name}: give Hub.fromStack of the second a \`name\` of its own`,
		);
	names.set(name, stack);
}

/** See `Hub.fromStack`. */
export function joinStack(
	stack: string,
	args: JoinArgs,
	opts?: pulumi.ComponentResourceOptions,
): JoinedHub[] {
	const { settings, name = "hub" } = args;
	const { regions } = settings;
	checkStackName(stack);
	take(name, stack, settings);
	const reference = new pulumi.StackReference(name, { name: stack }, opts);
	const hubs = reference.getOutput("hubs").apply((output: unknown) => {
		const known = readHubs(output, stack);
		const warning = unheard(known, { stack, regions });
		if (warning) pulumi.log.warn(warning, reference);
		return known;
	});
	return regions.map((region) => {
		const known = hubs.apply((all) => hubIn(region, all, stack));
		return new JoinedHub(
			`${name}-${region}`,
			{ ...args, name, region, stack, known },
			opts,
		);
	});
}

interface JoinedHubArgs extends JoinArgs, Pick<RegionalArgs, "region"> {
	name: string;
	stack: string;
	known: pulumi.Output<KnownHub>;
}

/**
 * The hub of another stack in one region, and what a service that joins it needs of its own: where its failures are kept, and
 * what makes faults of them on the hub's bus.
 */
export class JoinedHub extends AnyHub {
	readonly region: string;
	readonly bus: Bus;
	readonly failures: ExpiringBucket;
	readonly drain: Drain;
	protected readonly claimed: BucketAccess;

	constructor(
		name: string,
		private readonly args: JoinedHubArgs,
		opts?: pulumi.ComponentResourceOptions,
	) {
		super("JoinedHub", name, opts);
		const { region, settings, code, owner, known } = args;
		const tags = tagsOf(settings, { service: "hub", owner });
		const regional = { region, settings, tags };
		this.region = region;
		this.bus = { name: known.bus.name, arn: known.bus.arn };
		this.claimed = new BucketAccess({
			name: known.claims.name,
			arn: known.claims.arn,
			region,
			purpose: "claims",
		});
		this.failures = new ExpiringBucket(
			`${name}-failures`,
			{ ...regional, purpose: "failures", expireAfter: limits.mending },
			{ parent: this },
		);
		this.drain = new Drain(
			`${name}-drain`,
			{
				...regional,
				code: code.of("hub-drain"),
				hub: this,
				physicalName: args.name,
			},
			{ parent: this },
		);
		this.registerOutputs({ busName: this.bus.name });
	}

	/** The hub's own: whoever publishes or hears a sensitive field must have the same one. */
	protectionKey(): KeyAccess {
		const { known, stack, region } = this.args;
		return new KeyAccess(known.apply((hub) => keyIn(region, hub, stack)));
	}
}
