import { join } from "node:path";
import type { TableArgs } from "@pulumi/aws/dynamodb";
import type { EventSourceMappingArgs } from "@pulumi/aws/lambda";
import * as pulumi from "@pulumi/pulumi";
import { Code, EventHub, readSettings, Service } from "../../components";
import type { ServiceArgs } from "../../components/service";
import type { Contract } from "../../contracts";
import { customer } from "../../functions/customer/contract";
import { named, ofType } from "./query";
import { type Run, run } from "./run";

jest.setTimeout(60_000);

type Transform = NonNullable<ServiceArgs["transform"]>;
type HubTransform = ConstructorParameters<typeof EventHub>[1]["transform"];

interface Made {
	contract?: Contract;
	transform?: Transform;
	hub?: HubTransform;
	stack?: "dev" | "prod";
}

const regions = ["us-east-1", "us-west-2"];
/** Bundled once, for all kinds of functions. */
const code = new Code([customer], join(__dirname, "../.."));

/** One service and its hubs, in a preview. */
function made({ contract = customer, transform, hub, stack = "dev" }: Made) {
	const config = {
		"food:regions": JSON.stringify(regions),
		"food:tableRegion": "us-east-1",
		"food:issuer": "https://login.food.example",
		"food:audience": "food",
	};
	return run({ project: "food", stack, preview: true, config }, () => {
		const settings = readSettings();
		const hubs = settings.regions.map(
			(region) =>
				new EventHub(`hub-${region}`, {
					region,
					settings,
					code,
					...(hub && { transform: hub }),
				}),
		);
		new Service(contract.name, {
			contract,
			code,
			hubs,
			settings,
			...(transform && { transform }),
		});
	});
}

describe("a service", () => {
	const components = async (contract: Contract) => {
		const { resources } = await made({ contract });
		return resources
			.filter(({ custom, name }) => !custom && name.startsWith("customer"))
			.map(({ type, name }) => `${type.split(":").at(-1)} ${name}`)
			.filter((each) => !/^(ServiceFunction|Subscription) /.test(each))
			.sort();
	};
	const inEach = (type: string, kind: string) =>
		regions.map((region) => `${type} customer-${region}-${kind}`);
	const always = ["EntitiesTable customer-entities", "Service customer"];
	const trigger = inEach("Trigger", "trigger");
	const listener = inEach("Listener", "listener");
	const rest = inEach("Api", "rest");

	it.each([
		{
			what: "consumes, produces and serves",
			contract: customer,
			has: [...trigger, ...listener, ...rest],
		},
		{
			what: "has no API",
			contract: { ...customer, api: {} },
			has: [...trigger, ...listener],
		},
		{
			what: "consumes nothing",
			contract: { ...customer, consumes: {}, rules: {} },
			has: [...trigger, ...rest],
		},
		{
			what: "produces nothing, and repairs its views all the same,",
			contract: { ...customer, produces: {} },
			has: [...trigger, ...listener, ...rest],
		},
		{
			what: "only keeps data",
			contract: {
				...customer,
				api: {},
				consumes: {},
				rules: {},
				produces: {},
			},
			has: [],
		},
	])("that $what has what it needs, and no more", async ({ contract, has }) => {
		expect(await components(contract)).toEqual([...always, ...has].sort());
	});

	it("has routes that differ in no more than a parameter, each a resource of its own", async () => {
		const spec = customer.api["GET /orders"];
		const keys = ["GET /a/{b}", "GET /a/b", "GET /a-b", "GET /"];
		const api = Object.fromEntries(keys.map((key) => [key, spec]));
		const found = await made({ contract: { ...customer, api } });
		const routes = ofType(found, "Route");
		expect(routes).toHaveLength(8);
		expect(new Set(routes.map(({ urn }) => urn)).size).toBe(8);
	});
});

describe("a transform", () => {
	/** Marks what it reaches by a region of its own. */
	const mark =
		(child: string) =>
		<Args>(args: Args): Args => ({ ...args, region: child });
	const ofFunction = (name: string) => ({
		function: mark(`${name}-function`),
		logGroup: mark(`${name}-logs`),
		role: <Args>(args: Args): Args => ({ ...args, path: "/services/" }),
	});
	let found: Run;

	beforeAll(async () => {
		found = await made({
			transform: {
				entities: { table: mark("entities-table") },
				trigger: {
					...ofFunction("trigger"),
					mapping: mark("trigger-mapping"),
				},
				listener: {
					...ofFunction("listener"),
					rule: mark("listener-rule"),
					target: mark("listener-target"),
					queue: mark("listener-queue"),
					mapping: mark("listener-mapping"),
				},
				api: {
					...ofFunction("rest"),
					api: mark("rest-api"),
					stage: mark("rest-stage"),
					authorizer: mark("rest-authorizer"),
				},
			},
			hub: { bus: mark("hub-bus"), archive: mark("hub-archive") },
		});
	});

	it.each([
		...["function", "logs", "mapping"].map((what) => `trigger-${what}`),
		...["function", "logs", "rule", "target", "queue", "mapping"].map(
			(what) => `listener-${what}`,
		),
		...["function", "logs", "api", "stage", "authorizer"].map(
			(what) => `rest-${what}`,
		),
	])("reaches the %s in every region, and nothing else", (child) => {
		const reached = found.resources
			.filter(({ inputs }) => inputs.region === child)
			.map(({ name }) => name);
		expect(reached.sort()).toEqual(
			regions.map((region) => `customer-${region}-${child}`),
		);
	});

	it("reaches the roles", () => {
		const reached = ofType(found, "Role").filter(
			({ inputs }) => inputs.path === "/services/",
		);
		expect(reached).toHaveLength(6);
	});

	it("reaches the table", () => {
		expect(named(found, "customer-entities-table").inputs.region).toBe(
			"entities-table",
		);
	});

	it.each(["bus", "archive"])("reaches the hub's %s", (child) => {
		for (const region of regions)
			expect(named(found, `hub-${region}-${child}`).inputs.region).toBe(
				`hub-${child}`,
			);
	});
});

describe("a protection that is switched off says why it should not be", () => {
	const sentences = [
		"customer-us-east-1-trigger: bisect is off: a function that dies of one record puts a whole batch aside",
		"customer-us-east-1-trigger: retries have no cap: one bad record stops its shard for a day",
		"customer-us-east-1-trigger: there is no destination for failures: what cannot be published is lost",
		"customer-us-east-1-trigger: partial batch responses are off: one refused event repeats its whole batch",
		"customer-us-east-1-listener: partial batch responses are off: one bad message makes nine good ones come back",
		"customer-us-east-1-listener: the queue has no dead-letter queue: a message that always fails comes back for days and is then lost",
		"customer-us-east-1-listener: the rule's target has no dead-letter queue: what the bus cannot deliver is lost without a trace",
		"customer-entities: point-in-time recovery is off: what a bug overwrites is lost",
		"customer-entities: deletion protection is off: one wrong command and the service's data are gone",
	];
	const elsewhere = sentences
		.filter((sentence) => sentence.includes("us-east-1"))
		.map((sentence) => sentence.replace("us-east-1", "us-west-2"));

	/** All of them off at once. */
	const off = (
		mapping: Partial<EventSourceMappingArgs>,
		table: Partial<TableArgs>,
	): Transform => ({
		trigger: { mapping: (args) => ({ ...args, ...mapping }) },
		listener: {
			mapping: (args) => ({ ...args, ...mapping }),
			queue: ({ redrivePolicy, ...args }) => args,
			target: ({ deadLetterConfig, ...args }) => args,
		},
		entities: { table: (args) => ({ ...args, ...table }) },
	});
	const bad = {
		bisectBatchOnFunctionError: false,
		maximumRetryAttempts: -1,
		destinationConfig: {},
		functionResponseTypes: [],
	};

	it.each<[string, Transform]>([
		[
			"by a value",
			off(bad, {
				pointInTimeRecovery: { enabled: false },
				deletionProtectionEnabled: false,
			}),
		],
		[
			"by an output",
			off(
				Object.fromEntries(
					Object.entries(bad).map(([key, value]) => [
						key,
						pulumi.output(value),
					]),
				),
				{
					pointInTimeRecovery: pulumi.output({ enabled: false }),
					deletionProtectionEnabled: pulumi.output(false),
				},
			),
		],
		[
			"by leaving it out",
			off(
				Object.fromEntries(Object.keys(bad).map((key) => [key, undefined])),
				Object.fromEntries(
					["pointInTimeRecovery", "deletionProtectionEnabled"].map((key) => [
						key,
						undefined,
					]),
				),
			),
		],
		["in a replica", off(bad, { replicas: [{ regionName: "us-west-2" }] })],
	])("%s", async (_, transform) => {
		const { warnings } = await made({ transform, stack: "prod" });
		expect(warnings.sort()).toEqual([...sentences, ...elsewhere].sort());
	});

	it("where the stage does not ask for it, deletion protection may be off", async () => {
		const { warnings } = await made({
			transform: off({}, { deletionProtectionEnabled: false }),
			stack: "dev",
		});
		expect(warnings.filter((each) => each.includes("protection"))).toEqual([]);
	});

	it.each(["dev", "prod"] as const)(
		"and nothing is off by default in %s",
		async (stack) => {
			expect((await made({ stack })).warnings).toEqual([]);
		},
	);
});
