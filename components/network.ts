import * as ec2 from "@pulumi/aws/ec2";
import * as vpc from "@pulumi/aws/vpc";
import * as awsx from "@pulumi/awsx/ec2";
import * as pulumi from "@pulumi/pulumi";
import { RunError } from "@pulumi/pulumi/errors";
import { calledSystems, withoutAddress } from "../contracts/checks/systems";
import type { Contract } from "../contracts/contract";
import { partsOf } from "./arn";
import {
	Component,
	type RegionalArgs,
	type Transform,
	transformed,
} from "./component";
import { interfaceDefaults, vpcDefaults } from "./defaults/network";
import type { Grantee } from "./grant";
import { type Endpoint, endpointsOf } from "./network-endpoints";
import { type NetworkSettings, type Plan, planOf } from "./network-settings";

export interface PrivateNetworkArgs extends RegionalArgs {
	contract: Contract;
	network: "private" | NetworkSettings;
	/** The ARN of something in the same account. */
	neighbour: pulumi.Output<string>;
	transform?: NetworkTransform | undefined;
}

export interface NetworkTransform {
	vpc?: Transform<awsx.VpcArgs>;
	/** Of both: the functions' and the endpoints'. */
	securityGroup?: Transform<ec2.SecurityGroupArgs>;
	/** Of each. */
	endpoint?: Transform<ec2.VpcEndpointArgs>;
}

const https = 443;

/**
 * A network of one service in one region, for the functions that call systems inside: no way in, and out only to AWS, by
 * endpoints, and to those systems. The way to them (peering, a transit gateway) is whoever's they are, who joins it to what
 * is given here.
 */
export class PrivateNetwork extends Component {
	readonly vpcId: pulumi.Output<string>;
	/** Without a route to the internet, one in each zone. */
	readonly subnetIds: pulumi.Output<string[]>;
	/** Of the subnets: where the routes to the systems belong. */
	readonly routeTableIds: pulumi.Output<string[]>;
	/** The functions': what the systems' own may let in. */
	readonly securityGroupId: pulumi.Output<string>;

	constructor(
		private readonly name: string,
		private readonly args: PrivateNetworkArgs,
		opts?: pulumi.ComponentResourceOptions,
	) {
		super("PrivateNetwork", name, opts);
		const { region, contract, network } = args;
		const plan = planOf(network, region, contract);
		const { vpcId, isolatedSubnetIds, routeTables } = this.createVpc(plan);
		this.vpcId = vpcId;
		this.subnetIds = isolatedSubnetIds;
		this.routeTableIds = routeTables.apply((tables) =>
			pulumi.all(tables.map(({ id }) => id)),
		);
		this.closeDefaultGroup();
		const functions = this.createGroup("functions", "Functions");
		const endpoints = this.createGroup("endpoints", "Endpoints of AWS");
		this.securityGroupId = functions.id;
		this.letIn(endpoints, functions);
		this.letOut("endpoints", https, {
			referencedSecurityGroupId: endpoints.id,
		});
		for (const endpoint of endpointsOf(contract)) {
			if (endpoint.type === "Gateway") this.createGateway(endpoint);
			else this.createInterface(endpoint, endpoints);
		}
		for (const system of calledSystems(contract))
			this.letOutTo(system, plan.inside[system] ?? []);
		this.registerOutputs({
			vpcId: this.vpcId,
			subnetIds: this.subnetIds,
			routeTableIds: this.routeTableIds,
			securityGroupId: this.securityGroupId,
		});
	}

	/** For `lambda.Function`. IPv4 alone, as the subnets have nothing else. */
	get vpcConfig() {
		return {
			subnetIds: this.subnetIds,
			securityGroupIds: [this.securityGroupId],
		};
	}

	/**
	 * Have an interface in the network, made and removed by Lambda. It acts by the function's role, but never with a source
	 * function in its context, so the code itself may do nothing of it.
	 * https://docs.aws.amazon.com/lambda/latest/dg/permissions-source-function-arn.html
	 */
	grantInterfaces(grantee: Grantee): void {
		const condition = { Null: { "lambda:SourceFunctionArn": "true" } };
		const all = this.args.neighbour.apply((arn) => {
			const { partition, region, account } = partsOf(arn);
			return `arn:${partition}:ec2:${region}:${account}:*/*`;
		});
		grantee.allow("join-network", [
			{
				actions: [
					"ec2:AssignPrivateIpAddresses",
					"ec2:CreateNetworkInterface",
					"ec2:DeleteNetworkInterface",
					"ec2:UnassignPrivateIpAddresses",
				],
				resources: [all],
				condition,
			},
			{
				actions: ["ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets"],
				resources: ["*"],
				condition,
			},
		]);
	}

	private createVpc({ cidrBlock, zones }: Plan) {
		const { region, tags, transform } = this.args;
		const args: awsx.VpcArgs = {
			...vpcDefaults,
			// Plain, so that awsx can look its zones up; it hands it on to all that it makes.
			region,
			tags,
			cidrBlock,
			numberOfAvailabilityZones: zones,
		};
		return new awsx.Vpc(`${this.name}-vpc`, transformed(args, transform?.vpc), {
			parent: this,
		});
	}

	/** The group of whatever names none: as AWS makes it, its members reach each other and everything else. */
	private closeDefaultGroup() {
		const { region, tags } = this.args;
		new ec2.DefaultSecurityGroup(
			`${this.name}-default`,
			{ region, tags, vpcId: this.vpcId, ingress: [], egress: [] },
			{ parent: this },
		);
	}

	/** It lets nothing through but what its rules say: the provider takes AWS's own rule for everything out of it. */
	private createGroup(what: string, title: string) {
		const { region, tags, contract, transform } = this.args;
		const args: ec2.SecurityGroupArgs = {
			region,
			tags,
			vpcId: this.vpcId,
			description: `${title} in the network of ${contract.name}`,
		};
		return new ec2.SecurityGroup(
			`${this.name}-${what}`,
			transformed(args, transform?.securityGroup),
			{ parent: this },
		);
	}

	private letIn(endpoints: ec2.SecurityGroup, functions: ec2.SecurityGroup) {
		const { region, tags } = this.args;
		new vpc.SecurityGroupIngressRule(
			`${this.name}-from-functions`,
			{
				region,
				tags,
				securityGroupId: endpoints.id,
				referencedSecurityGroupId: functions.id,
				ipProtocol: "tcp",
				fromPort: https,
				toPort: https,
			},
			{ parent: this },
		);
	}

	/** Functions reach it by TCP, at one port. */
	private letOut(
		where: string,
		port: number,
		to: Pick<
			vpc.SecurityGroupEgressRuleArgs,
			"referencedSecurityGroupId" | "prefixListId" | "cidrIpv4"
		>,
	) {
		const { region, tags } = this.args;
		new vpc.SecurityGroupEgressRule(
			`${this.name}-to-${where}`,
			{
				...to,
				region,
				tags,
				securityGroupId: this.securityGroupId,
				ipProtocol: "tcp",
				fromPort: port,
				toPort: port,
			},
			{ parent: this },
		);
	}

	/** At the port of its address in the settings. */
	private letOutTo(system: string, cidrs: readonly pulumi.Input<string>[]) {
		this.warnUnless(
			cidrs.length,
			(count) => count > 0,
			`${this.name}: ${system} has no addresses in network.inside: no call gets there, as the network has no other way out`,
		);
		const port = this.portOf(system);
		cidrs.forEach((cidrIpv4, i) => {
			this.letOut(i === 0 ? system : `${system}-${i + 1}`, port, { cidrIpv4 });
		});
	}

	private portOf(system: string): number {
		const { contract, settings } = this.args;
		const url = settings.systems[system];
		if (!url) throw new RunError(withoutAddress(contract.name, system));
		return Number(new URL(url).port) || https;
	}

	private createGateway(endpoint: Endpoint) {
		const { prefixListId } = this.createEndpoint(endpoint, {
			vpcEndpointType: "Gateway",
			routeTableIds: this.routeTableIds,
		});
		this.letOut(endpoint.service, https, { prefixListId });
	}

	private createInterface(endpoint: Endpoint, group: ec2.SecurityGroup) {
		this.createEndpoint(endpoint, {
			...interfaceDefaults,
			subnetIds: this.subnetIds,
			securityGroupIds: [group.id],
		});
	}

	/** Not by awsx: it names an endpoint after its service alone, so a second network in the region would be in its way. */
	private createEndpoint(
		{ service, actions }: Endpoint,
		kind: Partial<ec2.VpcEndpointArgs>,
	) {
		const { region, tags, transform } = this.args;
		const args: ec2.VpcEndpointArgs = {
			...kind,
			region,
			tags,
			vpcId: this.vpcId,
			serviceName: `com.amazonaws.${region}.${service}`,
			policy: this.policy(actions.map((action) => `${service}:${action}`)),
		};
		return new ec2.VpcEndpoint(
			`${this.name}-${service}`,
			transformed(args, transform?.endpoint),
			{ parent: this },
		);
	}

	/** For this account's roles, to this account's resources: nothing is carried off to somebody else's bucket or bus. */
	private policy(actions: readonly string[]) {
		const account = this.args.neighbour.apply((arn) => partsOf(arn).account);
		return pulumi.jsonStringify({
			Version: "2012-10-17",
			Statement: [
				{
					Effect: "Allow",
					// A gateway takes no other; the roles' own policies decide within the account.
					Principal: "*",
					Action: actions,
					Resource: "*",
					Condition: {
						StringEquals: {
							"aws:PrincipalAccount": account,
							"aws:ResourceAccount": account,
						},
					},
				},
			],
		});
	}
}
