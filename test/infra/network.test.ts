import type { NetworkTransform } from "../../components/network";
import { internal, z } from "../../contracts";
import { networkExceptions, policyExceptions } from "../../policy/exceptions";
import { gateway, servedGateway } from "../fixtures/contracts";
import { grantedTo, isNarrow, type Statement, statementsOf } from "./policies";
import { dependenciesOf, everyOf, named, ofType } from "./query";
import { type Registered, type Run, unknown } from "./run";
import { account, made, regions } from "./services";

jest.setTimeout(60_000);

const contract = servedGateway;
/** With a field that the listener and the job encrypt, and the job opens. */
const guarded = {
	...contract,
	rows: {
		...contract.rows,
		charge: internal({ paymentId: z.string() }, { sensitive: ["paymentId"] }),
	},
};
const network = {
	cidrBlock: { "us-east-1": "10.64.0.0/24", "us-west-2": "10.64.1.0/24" },
	inside: { processor: ["10.20.0.0/16", "10.21.7.7/32"] },
};
const config = { systems: { processor: "https://ledger.inside.test:8443" } };

let without: Run;
let known: Run;
let preview: Run;
let bare: Run;
beforeAll(async () => {
	without = await made({ contract: guarded, config });
	known = await made({ contract: guarded, config, network });
	preview = await made({ contract: guarded, config, network, preview: true });
	bare = await made({ contract, config, network: "private" });
});

const isOfNetwork = ({ type, name }: Registered) =>
	/^aws:(ec2|vpc)\/|^awsx:|:PrivateNetwork$/.test(type) &&
	/^gateway-us-(east-1|west-2)-network(-|$)/.test(name);
const ofNetwork = (run: Run, region: string) =>
	run.resources.filter(
		(each) => isOfNetwork(each) && each.inputs.region === region,
	);
const byUrn = ({ resources }: Run) =>
	new Map(resources.map((each) => [each.urn, each]));
const inNetwork = (run: Run) =>
	ofType(run, "Function").filter(({ inputs }) => "vpcConfig" in inputs);

describe("a private network", () => {
	it("is not there by default", () => {
		expect(without.resources.filter(isOfNetwork)).toEqual([]);
		expect(inNetwork(without)).toEqual([]);
	});

	it("takes the zones that it is given by name: names and a number exclude each other", async () => {
		const availabilityZoneNames = ["us-east-1a", "us-east-1c"];
		const run = await made({
			contract,
			config,
			network,
			transform: {
				network: {
					vpc: ({ numberOfAvailabilityZones, ...args }) =>
						args.region === "us-east-1"
							? { ...args, availabilityZoneNames }
							: {
									...args,
									...(numberOfAvailabilityZones && {
										numberOfAvailabilityZones,
									}),
								},
				},
			},
		});
		const [east, west] = regions.map(
			(region) =>
				ofType(run, "Vpc").find(({ inputs }) => inputs.region === region)
					?.inputs,
		);
		expect(east).toMatchObject({ availabilityZoneNames });
		expect(east?.numberOfAvailabilityZones).toBeUndefined();
		expect(west).toMatchObject({ numberOfAvailabilityZones: 2 });
	});

	it("is registered in a preview already: nothing is created inside an apply", () => {
		const names = (run: Run) => run.resources.map(({ urn }) => urn).sort();
		expect(names(preview)).toEqual(names(known));
		expect(known.resources.filter(isOfNetwork)).toHaveLength(2 * 16);
	});

	it("changes nothing else but the functions that call systems, and adds a policy to the role of each", () => {
		const before = byUrn(without);
		const added = known.resources.filter(
			(each) => !before.has(each.urn) && !isOfNetwork(each),
		);
		expect(added.map(({ name }) => name).sort()).toEqual(
			regions
				.flatMap((region) =>
					["job", "listener"].map(
						(kind) => `gateway-${region}-${kind}-join-network`,
					),
				)
				.sort(),
		);
		const changed = known.resources.filter(({ urn, inputs }) => {
			const old = before.get(urn);
			return old && JSON.stringify(old.inputs) !== JSON.stringify(inputs);
		});
		expect(changed).toEqual(inNetwork(known));
		for (const { urn, inputs } of changed) {
			const { vpcConfig, ...others } = inputs;
			expect(others).toEqual(before.get(urn)?.inputs);
		}
		expect(changed).toHaveLength(4);
		expect(known.resources).toHaveLength(without.resources.length + 32 + 4);
	});

	it("is in the region that its name carries, set on everything in it", () => {
		everyOf(
			known.resources.filter(
				(each) => isOfNetwork(each) && each.type.startsWith("aws"),
			),
			({ name, inputs, provider }) =>
				name.startsWith(`gateway-${inputs.region}-network-`) && provider === "",
			30,
		);
	});

	it("has the service's tags, on everything in it", () => {
		everyOf(
			known.resources.filter(
				(each) => isOfNetwork(each) && each.type.startsWith("aws"),
			),
			({ inputs }) => {
				expect(inputs.tags).toMatchObject({
					service: "gateway",
					owner: "payments",
				});
				return true;
			},
			30,
		);
	});

	it("warns of nothing, where it is told where its systems are", () => {
		expect([...known.warnings, ...preview.warnings]).toEqual([]);
	});

	it("that leads nowhere says so", () => {
		expect(bare.warnings.sort()).toEqual(
			regions.map(
				(region) =>
					`gateway-${region}-network: processor has no addresses in network.inside: no call gets there, as the network has no other way out`,
			),
		);
	});

	it.each([
		[
			"inside has a system that is not called",
			{ network: { inside: { auditor: ["10.20.0.0/16"] } } },
			'inside has "auditor", which the service does not call: it calls processor',
		],
		[
			"there is no block for a region",
			{ network: { cidrBlock: { "us-east-1": "10.64.0.0/24" } } },
			"cidrBlock has none for us-west-2: add it",
		],
		[
			"nothing calls a system",
			{ contract: { ...gateway, rules: {} } },
			"no rule of the service calls a system",
		],
		[
			"a system has no address",
			{ config: { systems: {} } },
			'systems has no "processor", which gateway calls',
		],
	])("is refused where %s", async (_, more, sentence) => {
		await expect(
			made({ contract, config, network: "private", ...more }),
		).rejects.toMatchObject({
			__pulumiRunError: true,
			message: expect.stringContaining(sentence),
		});
	});

	it("can be adjusted in each of its parts, and nothing else is by it", async () => {
		const mark =
			(part: string) =>
			<Args>(args: Args): Args => ({ ...args, tags: { part } });
		const all: Required<NetworkTransform> = {
			vpc: mark("vpc"),
			securityGroup: mark("securityGroup"),
			endpoint: mark("endpoint"),
		};
		const transform = { network: all };
		const run = await made({ contract, config, network, transform });
		const reached = run.resources.flatMap(({ type, inputs }) => {
			const { part } = Object(inputs.tags);
			return part === undefined ? [] : [`${part}: ${type.split(":").at(-1)}`];
		});
		const times = (count: number, what: string) => Array(count).fill(what);
		expect(reached.sort()).toEqual([
			...times(8, "endpoint: VpcEndpoint"),
			...times(4, "securityGroup: SecurityGroup"),
			...times(2, "vpc: Vpc"),
		]);
	});
});

describe.each(regions)("the private network in %s", (region) => {
	const network = `gateway-${region}-network`;
	const find = (name: string, run = known) =>
		run.resources.find((each) => each.name === name)?.inputs ?? {};

	it("has isolated subnets in two zones, and no NAT", () => {
		const { tags, ...inputs } = find(`${network}-vpc`);
		expect(inputs).toEqual({
			region,
			cidrBlock: region === "us-east-1" ? "10.64.0.0/24" : "10.64.1.0/24",
			numberOfAvailabilityZones: 2,
			subnetSpecs: [{ type: "Isolated" }],
			subnetStrategy: "Auto",
			natGateways: { strategy: "None" },
			enableDnsSupport: true,
			enableDnsHostnames: true,
		});
	});

	it("has no route but those of its gateway endpoints, and no gateway of its own", () => {
		const types = new Set(
			known.resources.filter(isOfNetwork).map(({ type }) => type),
		);
		expect([...types].sort()).toEqual([
			"aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
			"aws:ec2/securityGroup:SecurityGroup",
			"aws:ec2/vpcEndpoint:VpcEndpoint",
			"aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
			"aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
			"awsx:ec2:Vpc",
			"bulkhead:index:PrivateNetwork",
		]);
	});

	it.each(["dynamodb", "s3"])(
		"reaches %s by a gateway in the subnets' route tables",
		(service) => {
			const name = `${network}-${service}`;
			expect(find(name)).toMatchObject({
				region,
				vpcId: `${network}-vpc-id`,
				serviceName: `com.amazonaws.${region}.${service}`,
				vpcEndpointType: "Gateway",
				routeTableIds: [1, 2].map((zone) => `${network}-vpc-routes-${zone}`),
			});
			expect(find(name, preview)).toMatchObject({ routeTableIds: unknown });
		},
	);

	it.each(["events", "secretsmanager", "kms"])(
		"reaches %s by an interface in each subnet, with private DNS",
		(service) => {
			const name = `${network}-${service}`;
			expect(find(name)).toMatchObject({
				region,
				vpcId: `${network}-vpc-id`,
				serviceName: `com.amazonaws.${region}.${service}`,
				vpcEndpointType: "Interface",
				privateDnsEnabled: true,
				subnetIds: [1, 2].map((zone) => `${network}-vpc-subnet-${zone}`),
				securityGroupIds: [`${network}-endpoints-id`],
			});
			expect(find(name, preview)).toMatchObject({ subnetIds: unknown });
		},
	);

	it("has those endpoints alone, and that of keys only for a contract that marks a field", () => {
		const endpoints = (run: Run) =>
			ofType(run, "VpcEndpoint")
				.filter(({ inputs }) => inputs.region === region)
				.map(({ name }) => name.replace(`${network}-`, ""));
		const always = ["dynamodb", "s3", "events", "secretsmanager"];
		expect(endpoints(known)).toEqual([...always, "kms"]);
		expect(endpoints(bare)).toEqual(always);
	});

	/** By what their names say, which is where they lead. */
	const rules = (run: Run, type: string) =>
		Object.fromEntries(
			ofType(run, type)
				.filter(({ inputs }) => inputs.region === region)
				.map(({ name, inputs: { tags, region, ...rule } }) => [
					name.replace(`${network}-`, ""),
					rule,
				]),
		);
	const tcp = (port: number) => ({
		ipProtocol: "tcp",
		fromPort: port,
		toPort: port,
	});

	it("lets its functions out to the endpoints, and to the systems at the port of their address", () => {
		const from = { securityGroupId: `${network}-functions-id` };
		expect(rules(known, "SecurityGroupEgressRule")).toEqual({
			"to-endpoints": {
				...from,
				...tcp(443),
				referencedSecurityGroupId: `${network}-endpoints-id`,
			},
			"to-dynamodb": {
				...from,
				...tcp(443),
				prefixListId: `pl-${network}-dynamodb`,
			},
			"to-s3": { ...from, ...tcp(443), prefixListId: `pl-${network}-s3` },
			"to-processor": { ...from, ...tcp(8443), cidrIpv4: "10.20.0.0/16" },
			"to-processor-2": { ...from, ...tcp(8443), cidrIpv4: "10.21.7.7/32" },
		});
		expect(Object.keys(rules(bare, "SecurityGroupEgressRule")).sort()).toEqual([
			"to-dynamodb",
			"to-endpoints",
			"to-s3",
		]);
	});

	it("lets nobody in but its functions, and those only to the endpoints", () => {
		expect(rules(known, "SecurityGroupIngressRule")).toEqual({
			"from-functions": {
				...tcp(443),
				securityGroupId: `${network}-endpoints-id`,
				referencedSecurityGroupId: `${network}-functions-id`,
			},
		});
	});

	it("has no rule beside those, also in the group that AWS makes by itself", () => {
		for (const what of ["functions", "endpoints"]) {
			const group = find(`${network}-${what}`);
			expect(group).toMatchObject({ vpcId: `${network}-vpc-id` });
			expect(Object.keys(group)).not.toContain("ingress");
			expect(Object.keys(group)).not.toContain("egress");
		}
		expect(find(`${network}-default`)).toMatchObject({
			vpcId: `${network}-vpc-id`,
			ingress: [],
			egress: [],
		});
	});

	it.each(["listener", "job"])(
		"has the %s in it, once all of it is there",
		(kind) => {
			const name = `gateway-${region}-${kind}-function`;
			expect(named(known, name).inputs.vpcConfig).toEqual({
				subnetIds: [1, 2].map((zone) => `${network}-vpc-subnet-${zone}`),
				securityGroupIds: [`${network}-functions-id`],
			});
			expect(named(preview, name).inputs.vpcConfig).toEqual({
				subnetIds: unknown,
				securityGroupIds: [unknown],
			});
			const parts = ofNetwork(known, region).filter(({ custom }) => custom);
			expect(parts).toHaveLength(14);
			expect(dependenciesOf(named(known, name))).toEqual(
				expect.arrayContaining([
					`gateway-${region}-${kind}-join-network`,
					`${network}-vpc`,
					...parts.map((each) => each.name),
				]),
			);
		},
	);

	it.each(["rest", "webhook", "trigger"])(
		"has not the %s, which calls no system",
		(kind) => {
			const fn = named(known, `gateway-${region}-${kind}-function`);
			expect(fn.inputs).not.toHaveProperty("vpcConfig");
			const granted = grantedTo(
				known,
				named(known, `gateway-${region}-${kind}-role`),
			).flatMap(({ Action }) => Action);
			expect(granted.length).toBeGreaterThan(3);
			expect(granted.filter((action) => action.startsWith("ec2:"))).toEqual([]);
		},
	);

	const roleOf = (kind: string) =>
		grantedTo(known, named(known, `gateway-${region}-${kind}-role`));
	const isOfInterfaces = ({ Action }: Statement) =>
		Action.some((action) => action.startsWith("ec2:"));

	it.each(["listener", "job"])(
		"lets Lambda make the %s's interfaces, and not the function's own code",
		(kind) => {
			const Condition = { Null: { "lambda:SourceFunctionArn": "true" } };
			expect(roleOf(kind).filter(isOfInterfaces)).toEqual([
				{
					Effect: "Allow",
					Action: [
						"ec2:AssignPrivateIpAddresses",
						"ec2:CreateNetworkInterface",
						"ec2:DeleteNetworkInterface",
						"ec2:UnassignPrivateIpAddresses",
					],
					Resource: [`arn:aws:ec2:${region}:${account}:*/*`],
					Condition,
				},
				{
					Effect: "Allow",
					Action: ["ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets"],
					Resource: ["*"],
					Condition,
				},
			]);
		},
	);

	it("adds no wildcard but those with a reason", () => {
		const statements = ["listener", "job"].flatMap(roleOf);
		expect(statements.length).toBeGreaterThan(10);
		const exceptions = [...policyExceptions, ...networkExceptions];
		expect(statements.filter((each) => !isNarrow(each, exceptions))).toEqual(
			[],
		);
		const unused = networkExceptions.filter(({ actions, resource }) =>
			statements.every(
				({ Action, Resource = [] }) =>
					!Action.some((action) => actions.includes(action)) ||
					!Resource.some((each) => resource.test(each)),
			),
		);
		expect(unused).toEqual([]);
	});

	/** Made by Lambda, from outside the network. */
	const byLambda = ["logs", "xray", "sqs", "ec2"];

	it("has in its endpoints' policies all that its functions may do, nothing else, and in this account alone", () => {
		const policies = ofType(known, "VpcEndpoint")
			.filter(({ inputs }) => inputs.region === region)
			.flatMap((endpoint) => statementsOf(endpoint));
		expect(policies).toHaveLength(5);
		for (const { Condition } of policies)
			expect(Condition).toEqual({
				StringEquals: {
					"aws:PrincipalAccount": account,
					"aws:ResourceAccount": account,
				},
			});
		const called = ["listener", "job"]
			.flatMap(roleOf)
			.flatMap(({ Action }) => Action)
			.filter((action) => !byLambda.includes(action.split(":")[0] ?? ""));
		expect(policies.flatMap(({ Action }) => Action).sort()).toEqual(
			[...new Set(called)].sort(),
		);
	});
});
