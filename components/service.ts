import * as pulumi from "@pulumi/pulumi";
import { calledSystems } from "../contracts/checks/systems";
import type { Contract } from "../contracts/contract";
import { functionName } from "../contracts/function-name";
import { protectionOf } from "../contracts/protection";
import { Api, type ApiTransform } from "./api";
import { type Code, type FunctionKind, functionKinds } from "./code";
import { Component } from "./component";
import { regionDelay } from "./defaults/schedule";
import { EntitiesTable, type EntitiesTableArgs } from "./entities-table";
import type { Hub } from "./hub";
import { Job, type JobTransform } from "./job";
import { Listener, type ListenerTransform } from "./listener";
import { type NetworkTransform, PrivateNetwork } from "./network";
import { isCaller } from "./network-endpoints";
import type { NetworkSettings } from "./network-settings";
import { formerNames, nameInCloud } from "./rename";
import { Schedules, type SchedulesTransform } from "./schedules";
import type { Settings } from "./settings";
import { type SecretsTransform, SystemSecrets } from "./system-secrets";
import { tagsOf } from "./tags";
import { type Deadlines, Trigger, type TriggerTransform } from "./trigger";

export interface ServiceArgs {
	/** What the service consumes, produces and serves; everything else follows from it. */
	contract: Contract;
	code: Pick<Code, "of">;
	/** One per region in which the service runs. */
	hubs: readonly Hub[];
	settings: Settings;
	/**
	 * In each region a network for the functions that call systems, where those are inside; it costs by the hour. Default:
	 * none. docs/private-networking.md
	 */
	network?: "private" | NetworkSettings;
	/**
	 * What its table, functions, queues and secrets are called in AWS. Default: the component's name, if the contract has the
	 * same. A service that is renamed keeps here the name that they were made with: docs/renames.md.
	 */
	physicalName?: string | undefined;
	/** Adjusts the arguments of any child before it is made. */
	transform?: {
		entities?: EntitiesTableArgs["transform"];
		trigger?: TriggerTransform;
		listener?: ListenerTransform;
		api?: ApiTransform;
		job?: JobTransform;
		schedules?: SchedulesTransform;
		secrets?: SecretsTransform;
		network?: NetworkTransform;
	};
}

/** Of one service in one region; those that its contract asks for. */
interface Parts {
	trigger?: Trigger;
	listener?: Listener;
	job?: Job;
	api?: Api;
}

/**
 * One autonomous service: an entities table with a replica in every region and, per region, what its contract asks for: a
 * trigger if it produces events, a listener if it consumes any, an API if it has routes or webhooks, a job if something
 * happens by the clock. Secrets if it has external systems.
 */
export class Service extends Component {
	/** The contract's. */
	readonly name: string;
	readonly entities: EntitiesTable;
	/** Of its external systems. */
	readonly secrets: SystemSecrets | undefined;
	/** By region, where it was asked for. */
	readonly networks: Readonly<Record<string, PrivateNetwork>>;
	readonly triggers: readonly Trigger[];
	readonly listeners: readonly Listener[];
	readonly jobs: readonly Job[];
	/** By region. */
	readonly apis: Readonly<Record<string, Api>>;
	/** Base URLs by region. */
	readonly urls: Readonly<Record<string, pulumi.Output<string>>>;
	private readonly physicalName: string;
	private readonly formerNames: readonly string[];

	constructor(
		name: string,
		private readonly args: ServiceArgs,
		opts?: pulumi.ComponentResourceOptions,
	) {
		super("Service", name, opts);
		const { contract, hubs, settings, transform } = args;
		this.name = contract.name;
		this.formerNames = formerNames(name, opts);
		this.physicalName = this.createName(name, opts);
		this.entities = new EntitiesTable(
			`${name}-entities`,
			{
				settings,
				tags: this.tags(),
				physicalName: `${this.physicalName}-entities`,
				transform: transform?.entities,
			},
			{ parent: this },
		);
		this.secrets = this.createSecrets(name);
		this.networks = Object.fromEntries(
			hubs.flatMap((hub) => this.createNetwork(name, hub)),
		);
		const parts = hubs.map((hub) => this.createIn(name, hub));
		this.triggers = parts.flatMap(({ trigger }) => trigger ?? []);
		this.listeners = parts.flatMap(({ listener }) => listener ?? []);
		this.jobs = parts.flatMap(({ job }) => job ?? []);
		const apis = parts.flatMap(({ api }, i) =>
			api && hubs[i] ? [[hubs[i].region, api] as const] : [],
		);
		this.apis = Object.fromEntries(apis);
		this.urls = Object.fromEntries(
			apis.map(([region, { url }]) => [region, url]),
		);
		this.registerOutputs({
			tableName: this.entities.tableName,
			urls: this.urls,
		});
	}

	private createName(
		name: string,
		opts: pulumi.ComponentResourceOptions | undefined,
	) {
		const { contract, physicalName } = this.args;
		const named = nameInCloud({
			name,
			contract: contract.name,
			physicalName,
			opts,
		});
		if (named.warning) pulumi.log.warn(named.warning, this);
		return named.name;
	}

	/** All of one region: what others are made with comes first. */
	private createIn(name: string, hub: Hub): Parts {
		const kinds = functionKinds(this.args.contract);
		const has = (kind: FunctionKind) => kinds.includes(kind);
		const parts: Parts = {};
		const schedules =
			has("job") || this.hasDeadlines()
				? this.createSchedules(name, hub)
				: undefined;
		if (has("listener")) parts.listener = this.createListener(name, hub);
		if (has("trigger")) {
			const receiver = parts.listener?.subscription;
			const deadlines =
				this.hasDeadlines() && schedules && receiver
					? { schedules, receiver }
					: undefined;
			parts.trigger = this.createTrigger(name, hub, deadlines);
		}
		if (has("job") && schedules)
			parts.job = this.createJob(name, hub, schedules);
		if (has("rest") || has("webhook"))
			parts.api = this.createApi(name, hub, has);
		return parts;
	}

	private createSecrets(name: string) {
		const { contract, settings, transform } = this.args;
		if (Object.keys(contract.systems).length === 0) return undefined;
		return new SystemSecrets(
			`${name}-secrets`,
			{
				contract,
				settings,
				tags: this.tags(),
				service: this.physicalName,
				transform: transform?.secrets,
			},
			{ parent: this },
		);
	}

	private createNetwork(name: string, hub: Hub) {
		const { contract, settings, network, transform } = this.args;
		const { region } = hub;
		if (!network) return [];
		const created = new PrivateNetwork(
			`${name}-${region}-network`,
			{
				region,
				settings,
				tags: this.tags(),
				contract,
				network,
				neighbour: hub.bus.arn,
				transform: transform?.network,
			},
			{ parent: this },
		);
		return [[region, created] as const];
	}

	private createSchedules(name: string, hub: Hub) {
		const { settings, transform } = this.args;
		return new Schedules(
			`${name}-${hub.region}-schedules`,
			{
				region: hub.region,
				settings,
				tags: this.tags(),
				service: this.physicalName,
				transform: transform?.schedules,
			},
			{ parent: this },
		);
	}

	private createListener(name: string, hub: Hub) {
		const { hubs, transform } = this.args;
		return new Listener(
			`${name}-${hub.region}-listener`,
			{
				...this.common("listener", hub),
				hubs,
				secrets: this.isCalling() ? this.secrets : undefined,
				transform: transform?.listener,
			},
			{ parent: this },
		);
	}

	private createTrigger(
		name: string,
		hub: Hub,
		deadlines: Deadlines | undefined,
	) {
		return new Trigger(
			`${name}-${hub.region}-trigger`,
			{
				...this.common("trigger", hub),
				deadlines,
				transform: this.args.transform?.trigger,
			},
			{ parent: this },
		);
	}

	private createJob(name: string, hub: Hub, schedules: Schedules) {
		const { settings, transform } = this.args;
		return new Job(
			`${name}-${hub.region}-job`,
			{
				...this.common("job", hub),
				schedules,
				secrets: this.isCalling() ? this.secrets : undefined,
				delay: hub.region === settings.tableRegion ? 0 : regionDelay,
				transform: transform?.job,
			},
			{ parent: this },
		);
	}

	private createApi(
		name: string,
		hub: Hub,
		has: (kind: FunctionKind) => boolean,
	) {
		const { contract, settings, transform } = this.args;
		const { entities, secrets } = this;
		const webhookOf = (service: string) => `${service}-${hub.region}-webhook`;
		return new Api(
			`${name}-${hub.region}-rest`,
			{
				contract,
				settings,
				entities,
				region: hub.region,
				tags: this.tags(),
				apiName: functionName(settings, this.physicalName, "rest"),
				rest: has("rest") ? this.common("rest", hub) : undefined,
				webhook:
					has("webhook") && secrets
						? {
								...this.common("webhook", hub),
								name: webhookOf(name),
								formerNames: this.formerNames.map(webhookOf),
								secrets,
							}
						: undefined,
				transform: transform?.api,
			},
			{ parent: this },
		);
	}

	private hasDeadlines(): boolean {
		return Object.values(this.args.contract.rules).some(
			(rule) => "collects" in rule && rule.deadline !== undefined,
		);
	}

	private isCalling(): boolean {
		return calledSystems(this.args.contract).length > 0;
	}

	private tags() {
		const { contract, settings } = this.args;
		const { name: service, owner } = contract;
		return tagsOf(settings, { service, owner });
	}

	/** What each of the service's functions is made with. */
	private common(kind: FunctionKind, hub: Hub) {
		const { contract, code, hubs, settings } = this.args;
		const { name: service } = contract;
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
			network: isCaller(contract, kind) ? this.networks[region] : undefined,
			entities: this.entities,
			code: code.of(`${service}-${kind}`),
			functionName: functionName(settings, this.physicalName, kind),
			tags: this.tags(),
			environment: {
				POWERTOOLS_SERVICE_NAME: service,
				SERVICE: service,
				TABLE_NAME: this.entities.tableName,
				TABLE_REGION: settings.tableRegion,
				BUS_NAME: hub.bus.name,
				CLAIMS_BUCKET: hub.claimsBucket,
				PUT_EVENTS_BYTES: String(settings.putEventsBytes),
				...(protection && { PROTECTION_KEY: protection.arn }),
				...(disabled.length > 0 && { DISABLED_RULES: disabled.join() }),
			},
		};
	}
}
