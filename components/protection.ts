import * as kms from "@pulumi/aws/kms";
import * as pulumi from "@pulumi/pulumi";
import { partsOf } from "./arn";
import { Component, type RegionalArgs } from "./component";
import { keyDefaults, primaryKeyDefaults } from "./defaults/key";
import { KeyAccess } from "./key-access";

export interface ProtectionKeyArgs extends RegionalArgs {
	/** The ARN of something in the same account. */
	neighbour: pulumi.Output<string>;
	/** The key that this one is a copy of; none: it is the primary. */
	primary?: KeyAccess | undefined;
}

/** One region's copy of the multi-Region key under which sensitive fields are. */
export class ProtectionKey extends Component {
	readonly access: KeyAccess;

	constructor(
		name: string,
		args: ProtectionKeyArgs,
		opts?: pulumi.ComponentResourceOptions,
	) {
		super("ProtectionKey", name, opts);
		const key = this.createKey(name, args);
		this.access = new KeyAccess(key.arn);
		this.createAlias(name, args, key);
		this.registerOutputs({ keyArn: key.arn });
	}

	private createKey(name: string, args: ProtectionKeyArgs) {
		const { region, tags, settings, neighbour, primary } = args;
		const { stage } = settings;
		const { protect, retain } = stage;
		const opts = { parent: this, protect, retainOnDelete: retain };
		const common = {
			region,
			tags,
			description: `Sensitive fields of ${settings.project} ${settings.stack}`,
			policy: accountPolicy(neighbour),
		};
		if (!primary)
			return new kms.Key(
				`${name}-key`,
				{ ...primaryKeyDefaults(stage), ...common },
				opts,
			);
		return new kms.ReplicaKey(
			`${name}-key`,
			{ ...keyDefaults(stage), ...common, primaryKeyArn: primary.arn },
			opts,
		);
	}

	private createAlias(
		name: string,
		{ region, settings: { project, stack } }: ProtectionKeyArgs,
		key: kms.Key | kms.ReplicaKey,
	) {
		return new kms.Alias(
			`${name}-alias`,
			{
				region,
				name: `alias/${project}-${stack}-protection`,
				targetKeyId: key.keyId,
			},
			{ parent: this },
		);
	}
}

/** The account decides by its roles' policies who may use it; the key names nobody. */
function accountPolicy(
	neighbour: pulumi.Output<string>,
): pulumi.Output<string> {
	const root = neighbour.apply((arn) => {
		const { partition, account } = partsOf(arn);
		return `arn:${partition}:iam::${account}:root`;
	});
	return pulumi.jsonStringify({
		Version: "2012-10-17",
		Statement: [
			{
				Effect: "Allow",
				Principal: { AWS: root },
				Action: "kms:*",
				Resource: "*",
			},
		],
	});
}
