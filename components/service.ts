import type * as pulumi from "@pulumi/pulumi";
import type { Contract } from "../contracts/contract";
import { protectionOf } from "../contracts/protection";
import { Api, type ApiTransform } from "./api";
import { type Code, type FunctionKind, functionKinds } from "./code";
import { Component } from "./component";
import { EntitiesTable, type EntitiesTableArgs } from "./entities-table";
import type { EventHub } from "./event-hub";
import { Listener, type ListenerTransform } from "./listener";
import type { Settings } from "./settings";
import { tagsOf } from "./tags";
import { Trigger, type TriggerTransform } from "./trigger";

export interface ServiceArgs {
	/** What the service consumes, produces and serves; everything else follows from it. */
	contract: Contract;
	code: Code;
	/** One per region in which the service runs. */
	hubs: readonly EventHub[];
	settings: Settings;
	/** Adjusts the arguments of any child before it is made. */
	transform?: {
		entities?: EntitiesTableArgs["transform"];
		trigger?: TriggerTransform;
		listener?: ListenerTransform;
		api?: ApiTransform;
	};
}

/**
 * One autonomous service: an entities table with a replica in every region and, per region, what its contract asks for: a
 * trigger if it produces events, a listener if it consumes any, an API if it has routes.
 */
export class Service extends Component {
	/** The contract's. */
	readonly name: string;
	readonly entities: EntitiesTable;
	readonly triggers: readonly Trigger[];
	readonly listeners: readonly Listener[];
	/** By region. */
	readonly apis: Readonly<Record<string, Api>>;
	/** Base URLs by region. */
	readonly urls: Readonly<Record<string, pulumi.Output<string>>>;

	constructor(
		name: string,
		private readonly args: ServiceArgs,
		opts?: pulumi.ComponentResourceOptions,
	) {
		super("Service", name, opts);
		const { contract, hubs, settings, transform } = args;
		this.name = contract.name;
		const kinds = functionKinds(contract);
		const inEachRegion = <T>(kind: string, make: (hub: EventHub) => T): T[] =>
			kinds.some((each) => each === kind) ? hubs.map(make) : [];

		this.entities = new EntitiesTable(
			`${name}-entities`,
			{
				settings,
				tags: tagsOf(settings, { ...contract, service: contract.name }),
				transform: transform?.entities,
			},
			{ parent: this },
		);
		this.triggers = inEachRegion("trigger", (hub) =>
			this.createTrigger(name, hub),
		);
		this.listeners = inEachRegion("listener", (hub) =>
			this.createListener(name, hub),
		);
		const apis = inEachRegion("rest", (hub) => this.createApi(name, hub));
		this.apis = Object.fromEntries(apis);
		this.urls = Object.fromEntries(
			apis.map(([region, { url }]) => [region, url]),
		);
		this.registerOutputs({
			tableName: this.entities.tableName,
			urls: this.urls,
		});
	}

	private createTrigger(name: string, hub: EventHub) {
		return new Trigger(
			`${name}-${hub.region}-trigger`,
			{
				...this.common("trigger", hub),
				transform: this.args.transform?.trigger,
			},
			{ parent: this },
		);
	}

	private createListener(name: string, hub: EventHub) {
		return new Listener(
			`${name}-${hub.region}-listener`,
			{
				...this.common("listener", hub),
				hubs: this.args.hubs,
				transform: this.args.transform?.listener,
			},
			{ parent: this },
		);
	}

	private createApi(name: string, hub: EventHub): [string, Api] {
		const api = new Api(
			`${name}-${hub.region}-rest`,
			{ ...this.common("rest", hub), transform: this.args.transform?.api },
			{ parent: this },
		);
		return [hub.region, api];
	}

	/** What each of the service's functions is made with. */
	private common(kind: FunctionKind, hub: EventHub) {
		const { contract, code, hubs, settings } = this.args;
		const { name: service, owner } = contract;
		const disabled = Object.keys(contract.rules).filter((rule) =>
			settings.disabledRules.includes(`${service}/${rule}`),
		);
		const { region } = hub;
		const { encrypts, decrypts } = protectionOf(contract, kind);
		const isProtected = encrypts.length + decrypts.length > 0;
		const protection = isProtected ? hub.protectionKey(hubs) : undefined;
		return {
			contract,
			protection,
			settings,
			region,
			hub,
			entities: this.entities,
			code: code.of(`${service}-${kind}`),
			functionName: `${settings.project}-${settings.stack}-${service}-${kind}`,
			tags: tagsOf(settings, { service, owner }),
			environment: {
				POWERTOOLS_SERVICE_NAME: service,
				SERVICE: service,
				TABLE_NAME: this.entities.tableName,
				TABLE_REGION: settings.tableRegion,
				BUS_NAME: hub.bus.name,
				CLAIMS_BUCKET: hub.claims.bucket.bucket,
				PUT_EVENTS_BYTES: String(settings.putEventsBytes),
				...(protection && { PROTECTION_KEY: protection.arn }),
				...(disabled.length > 0 && { DISABLED_RULES: disabled.join() }),
			},
		};
	}
}
