import type { VpcEndpointArgs } from "@pulumi/aws/ec2";
import type { VpcArgs } from "@pulumi/awsx/ec2";

/** The least that outlives the loss of one; each costs every interface endpoint once more. */
export const zones = 2;

/** 251 addresses: all functions of a security group share an interface in each subnet, and so has each endpoint. */
export const cidrBlock = "10.64.0.0/24";

export const vpcDefaults = {
	// Both are what an interface endpoint's private DNS asks for.
	enableDnsSupport: true,
	enableDnsHostnames: true,
	natGateways: { strategy: "None" },
	// No route but to the network itself and to the gateway endpoints: neither in from the internet nor out.
	subnetSpecs: [{ type: "Isolated" }],
	// The whole range, evenly. Left open, it would change with awsx's next major version.
	subnetStrategy: "Auto",
} satisfies VpcArgs;

export const interfaceDefaults = {
	vpcEndpointType: "Interface",
	// The SDK's usual hosts lead there: no function knows that it is in a network.
	privateDnsEnabled: true,
} satisfies Partial<VpcEndpointArgs>;
