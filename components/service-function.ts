import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as iam from "@pulumi/aws/iam";
import * as lambda from "@pulumi/aws/lambda";
import type * as pulumi from "@pulumi/pulumi";
import type { FunctionCode } from "./code";
import {
	Component,
	type RegionalArgs,
	type Transform,
	transformed,
} from "./component";
import { functionDefaults } from "./defaults/function";
import {
	assumedByLambda,
	type Grantee,
	RolePolicies,
	type Statement,
} from "./grant";
import type { PrivateNetwork } from "./network";

export interface ServiceFunctionArgs extends RegionalArgs {
	/** The physical name, at most 64 characters: it stands in logs, faults and tags. */
	functionName: string;
	code: FunctionCode;
	environment: Record<string, pulumi.Input<string>>;
	/** MB; the share of CPU grows with it. */
	memory: number;
	/** Seconds. */
	timeout: number;
	/** Where it runs; default: outside of any network of this account. */
	network?: PrivateNetwork | undefined;
	transform?: FunctionTransform | undefined;
}

export interface FunctionTransform {
	function?: Transform<lambda.FunctionArgs>;
	logGroup?: Transform<cloudwatch.LogGroupArgs>;
	role?: Transform<iam.RoleArgs>;
}

/** One function with its own role, log group and bundle. The role may do nothing but log and trace until it is granted more. */
export class ServiceFunction extends Component implements Grantee {
	readonly function: lambda.Function;
	readonly role: iam.Role;
	readonly logGroup: cloudwatch.LogGroup;
	private readonly granted: RolePolicies;

	constructor(
		name: string,
		args: ServiceFunctionArgs,
		opts?: pulumi.ComponentResourceOptions,
	) {
		super("ServiceFunction", name, opts);
		this.logGroup = this.createLogGroup(name, args);
		this.role = this.createRole(name, args);
		this.granted = new RolePolicies(name, this.role, this);
		this.grantTelemetry();
		args.network?.grantInterfaces(this);
		this.function = this.createFunction(name, args);
		this.registerOutputs({
			functionArn: this.function.arn,
			roleArn: this.role.arn,
		});
	}

	/** What event source mappings depend on: a role without its policies is refused. */
	get policies(): readonly iam.RolePolicy[] {
		return this.granted.policies;
	}

	allow(verb: string, statements: readonly Statement[]): void {
		this.granted.allow(verb, statements);
	}

	/** Made before the function, which would otherwise make one that never expires. */
	private createLogGroup(
		name: string,
		{ region, tags, functionName, settings, transform }: ServiceFunctionArgs,
	) {
		const args: cloudwatch.LogGroupArgs = {
			region,
			tags,
			name: `/aws/lambda/${functionName}`,
			retentionInDays: settings.stage.logRetention,
		};
		return new cloudwatch.LogGroup(
			`${name}-logs`,
			transformed(args, transform?.logGroup),
			{ parent: this },
		);
	}

	private createRole(name: string, { tags, transform }: ServiceFunctionArgs) {
		const args: iam.RoleArgs = { tags, assumeRolePolicy: assumedByLambda };
		return new iam.Role(`${name}-role`, transformed(args, transform?.role), {
			parent: this,
		});
	}

	private grantTelemetry() {
		this.allow("telemetry", [
			{
				actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
				resources: [this.logGroup.arn.apply((arn) => `${arn}:*`)],
			},
			{
				actions: ["xray:PutTraceSegments", "xray:PutTelemetryRecords"],
				resources: ["*"],
			},
		]);
	}

	private createFunction(name: string, args: ServiceFunctionArgs) {
		const { region, tags, functionName, code, network, transform } = args;
		const functionArgs: lambda.FunctionArgs = {
			...functionDefaults,
			region,
			tags,
			name: functionName,
			role: this.role.arn,
			code: code.archive,
			handler: code.handler,
			memorySize: args.memory,
			timeout: args.timeout,
			...(network && { vpcConfig: network.vpcConfig }),
			loggingConfig: {
				...functionDefaults.loggingConfig,
				logGroup: this.logGroup.name,
			},
			environment: {
				variables: {
					POWERTOOLS_METRICS_NAMESPACE: args.settings.project,
					STAGE: args.settings.stage.name,
					...args.environment,
				},
			},
		};
		return new lambda.Function(
			`${name}-function`,
			transformed(functionArgs, transform?.function),
			{
				parent: this,
				// The whole network: without its endpoints the function could do nothing.
				dependsOn: [...this.granted.policies, ...(network ? [network] : [])],
			},
		);
	}
}
