import * as secretsmanager from "@pulumi/aws/secretsmanager";
import * as pulumi from "@pulumi/pulumi";
import { RunError } from "@pulumi/pulumi/errors";
import {
	calledSystems,
	heardSystems,
	withoutAddress,
} from "../contracts/checks/systems";
import type { Contract } from "../contracts/contract";
import { Component, type Transform, transformed } from "./component";
import { secretDefaults } from "./defaults/secret";
import type { Grantee } from "./grant";
import type { Settings } from "./settings";

export interface SystemSecretsArgs {
	contract: Contract;
	settings: Settings;
	tags: Record<string, string>;
	/** The service, as it is called in AWS. */
	service: string;
	transform?: SecretsTransform | undefined;
}

export interface SecretsTransform {
	secret?: Transform<secretsmanager.SecretArgs>;
}

type Secrets = Readonly<Record<string, secretsmanager.Secret>>;

/**
 * What a service and its external systems know each other by: a key for those that it calls, a signing secret for those
 * that call it. Made where the tables were, with a copy in each other region. Their values are no part of the program: whoever
 * has them puts them there, and the one before stays valid (AWSPREVIOUS) until the next.
 */
export class SystemSecrets extends Component {
	/** By system. */
	readonly keys: Secrets;
	readonly webhooks: Secrets;

	constructor(
		name: string,
		private readonly args: SystemSecretsArgs,
		opts?: pulumi.ComponentResourceOptions,
	) {
		super("SystemSecrets", name, opts);
		const { contract } = args;
		const create = (systems: string[], suffix: string): Secrets =>
			Object.fromEntries(
				systems.map((system) => [
					system,
					this.create(name, `${system}${suffix}`),
				]),
			);
		this.keys = create(calledSystems(contract), "");
		this.webhooks = create(heardSystems(contract), "-webhook");
		this.registerOutputs({ names: this.names });
	}

	/** What they are called, for whoever puts their values there: by system. */
	get names() {
		const named = (secrets: Secrets, system: string, what: string) => {
			const secret = secrets[system];
			return secret ? { [what]: secret.name } : {};
		};
		return Object.fromEntries(
			Object.keys(this.args.contract.systems).map((system) => [
				system,
				{
					...named(this.keys, system, "key"),
					...named(this.webhooks, system, "webhook"),
				},
			]),
		);
	}

	/** Where the systems are that the service calls, and the names of their keys. */
	callEnvironment(): Record<string, pulumi.Input<string>> {
		const { contract, settings } = this.args;
		const systems = Object.entries(this.keys).map(([system, { name }]) => {
			const url = settings.systems[system];
			if (!url) throw new RunError(withoutAddress(contract.name, system));
			return [system, { url, secret: name }];
		});
		if (systems.length === 0) return {};
		return { SYSTEMS: pulumi.jsonStringify(Object.fromEntries(systems)) };
	}

	webhookEnvironment(): Record<string, pulumi.Input<string>> {
		const names = Object.entries(this.webhooks).map(([system, { name }]) => [
			system,
			name,
		]);
		return { WEBHOOK_SECRETS: pulumi.jsonStringify(Object.fromEntries(names)) };
	}

	/** Read the keys of the systems that the service calls. */
	grantKeys(grantee: Grantee, region: string): void {
		this.grantRead(grantee, this.keys, region);
	}

	/** Read what signs the webhooks. */
	grantWebhooks(grantee: Grantee, region: string): void {
		this.grantRead(grantee, this.webhooks, region);
	}

	private grantRead(grantee: Grantee, secrets: Secrets, region: string) {
		const resources = Object.values(secrets).map(({ arn }) =>
			arn.apply((text) => inRegion(text, region)),
		);
		if (resources.length === 0) return;
		grantee.allow("read-secrets", [
			{ actions: ["secretsmanager:GetSecretValue"], resources },
		]);
	}

	private create(name: string, what: string) {
		const { service, settings, tags, transform } = this.args;
		const { project, stack, stage, regions, tableRegion } = settings;
		const args: secretsmanager.SecretArgs = {
			...secretDefaults(stage),
			region: tableRegion,
			tags,
			// Its copies have the same one, and whoever puts the value there knows it.
			name: `${project}/${stack}/${service}/${what}`,
			replicas: regions
				.filter((region) => region !== tableRegion)
				.map((region) => ({ region })),
		};
		const { protect, retain } = stage;
		return new secretsmanager.Secret(
			`${name}-${what}`,
			transformed(args, transform?.secret),
			{ parent: this, protect, retainOnDelete: retain },
		);
	}
}

/** A copy's ARN differs in the region alone. */
function inRegion(arn: string, region: string): string {
	const parts = arn.split(":");
	parts[3] = region;
	return parts.join(":");
}
