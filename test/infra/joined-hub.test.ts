import { EventHub, Hub, readSettings, Service } from "../../components";
import { readHubs } from "../../components/hub-outputs";
import type { Contract } from "../../contracts";
import { customer } from "../../functions/customer/contract";
import { delivery } from "../../functions/delivery/contract";
import { evaluate } from "./evaluate";
import { grantedTo } from "./policies";
import { everyOf, named, ofType } from "./query";
import { type Run, run, unknown } from "./run";
import { noCode } from "./services";

const stack = "acme/bulkhead/prod";
const regions = ["us-east-1", "us-west-2"];
const account = "123456789012";

/** As the stack of a hub says it. */
const hubIn = (region: string) => ({
	bus: {
		name: "bulkhead-prod",
		arn: `arn:aws:events:${region}:${account}:event-bus/bulkhead-prod`,
	},
	claims: { name: `claims-${region}`, arn: `arn:aws:s3:::claims-${region}` },
	protectionKey: `arn:aws:kms:${region}:${account}:key/mrk-1`,
});
const hubs = Object.fromEntries(regions.map((each) => [each, hubIn(each)]));

const configOf = (project: string, regions: string[]) => ({
	[`${project}:regions`]: JSON.stringify(regions),
	[`${project}:tableRegion`]: "us-east-1",
	[`${project}:issuer`]: "https://login.food.example",
	[`${project}:audience`]: "food",
});

interface Joining {
	contract?: Contract;
	/** Of the hub's stack; none: a preview knows nothing of it. */
	stacks?: Record<string, Record<string, unknown>>;
	/** Of the joining stack. */
	runsIn?: string[];
	preview?: boolean;
}

/** The program of a repository of its own. */
function joining({
	contract = delivery,
	stacks = { [stack]: { hubs } },
	runsIn = regions,
	preview = false,
}: Joining = {}): Promise<Run> {
	const config = configOf("drivers", runsIn);
	const options = {
		project: "drivers",
		stack: "prod",
		config,
		preview,
		stacks,
	};
	return run(options, () => {
		const settings = readSettings();
		const code = noCode;
		const hubs = Hub.fromStack(stack, { settings, code, owner: "drivers" });
		new Service(contract.name, { contract, code, hubs, settings });
	});
}

describe("a service of another repository", () => {
	let joined: Run;
	beforeAll(async () => {
		joined = await joining();
	});

	const granted = (name: string, action: string) =>
		grantedTo(joined, named(joined, `${name}-role`)).flatMap(
			({ Action, Resource = [] }) => (Action.includes(action) ? Resource : []),
		);

	it("makes no bus, archive, fault monitor or bucket of claims: it has the hub's", () => {
		for (const type of ["EventBus", "EventArchive", "FaultMonitor", "Key"])
			expect(ofType(joined, type)).toEqual([]);
		expect(ofType(joined, "Bucket").map(({ name }) => name)).toEqual(
			regions.map((region) => `hub-${region}-failures-bucket`),
		);
		expect(ofType(joined, "Table").map(({ name }) => name)).toEqual([
			"delivery-entities-table",
		]);
	});

	describe.each(regions)("in %s", (region) => {
		const { bus, claims } = hubIn(region);

		it("hears what is on the hub's bus", () => {
			const name = `delivery-${region}-listener`;
			for (const what of ["rule", "target"])
				expect(named(joined, `${name}-${what}`).inputs).toMatchObject({
					region,
					eventBusName: bus.name,
				});
		});

		it("publishes on it, and nowhere else", () => {
			for (const fn of [
				`delivery-${region}-trigger`,
				`delivery-${region}-listener`,
				`hub-${region}-drain`,
			]) {
				expect(granted(fn, "events:PutEvents")).toEqual([bus.arn]);
				expect(named(joined, `${fn}-function`).inputs).toMatchObject({
					environment: {
						variables: { BUS_NAME: bus.name, CLAIMS_BUCKET: claims.name },
					},
				});
			}
		});

		it("puts the content of large events into the hub's bucket, and gets it from all hubs'", () => {
			const trigger = granted(`delivery-${region}-trigger`, "s3:PutObject");
			expect(trigger).toContain(`${claims.arn}/*`);
			expect(granted(`delivery-${region}-listener`, "s3:GetObject")).toEqual(
				regions.map((each) => `${hubIn(each).claims.arn}/*`),
			);
		});

		it("keeps its failures itself, and makes faults of them and of its dead letters", () => {
			const bucket = `hub-${region}-failures-bucket-1234567`;
			expect(
				named(joined, `delivery-${region}-trigger-mapping`).inputs,
			).toMatchObject({
				destinationConfig: {
					onFailure: { destinationArn: `arn:aws:s3:::${bucket}` },
				},
			});
			expect(
				named(joined, `hub-${region}-drain-notification`).inputs,
			).toMatchObject({ bucket });
			expect(granted(`hub-${region}-drain`, "sqs:ReceiveMessage")).toContain(
				`arn:aws:sqs:${region}:${account}:drivers-prod-*-listener-dead-letters`,
			);
			expect(
				named(joined, `delivery-${region}-listener-drain-mapping`).inputs,
			).toMatchObject({
				functionName: `arn:aws:lambda:${region}:${account}:drivers-prod-hub-drain`,
			});
		});
	});

	it("has the team that joins on all that it makes", () => {
		everyOf(
			joined.resources.filter(({ inputs }) => inputs.tags),
			({ inputs }) => Object(inputs.tags).owner === "drivers",
			30,
		);
	});

	it("opens sensitive fields by the hub's key", async () => {
		const run = await joining({ contract: customer });
		expect(ofType(run, "Key")).toEqual([]);
		for (const region of regions) {
			const { protectionKey } = hubIn(region);
			const keys = grantedTo(run, named(run, `customer-${region}-trigger-role`))
				.filter(({ Action }) => Action.some((each) => each.startsWith("kms:")))
				.flatMap(({ Resource = [] }) => Resource);
			expect(new Set(keys)).toEqual(new Set([protectionKey]));
		}
	});

	it("finds a key where the hub's program makes one for it, though none of its own services has sensitive fields", async () => {
		const options = { project: "food", stack: "prod", preview: false };
		const config = configOf("food", regions);
		const joinable = async (withKey: boolean) => {
			const { outputs } = await run({ ...options, config }, () => {
				const settings = readSettings();
				const code = noCode;
				const eventHubs = regions.map(
					(region) => new EventHub(`hub-${region}`, { region, settings, code }),
				);
				if (withKey) for (const hub of eventHubs) hub.protectionKey(eventHubs);
				return Object.fromEntries(
					eventHubs.map(({ region, joinable }) => [region, joinable]),
				);
			});
			return regions.map(
				(region) => readHubs(outputs, stack)[region]?.protectionKey,
			);
		};
		expect(await joinable(false)).toEqual([undefined, undefined]);
		expect(await joinable(true)).toEqual(
			regions.map(
				(region) =>
					`arn:aws:kms:${region}:${account}:hub-${region}-protection-key-1234567`,
			),
		);
	});

	it("is previewed where nothing is known of the hub yet", async () => {
		const run = await joining({ stacks: {}, preview: true });
		const rule = named(run, "delivery-us-east-1-listener-rule");
		expect(rule.inputs.eventBusName).toBe(unknown);
		const names = ({ resources }: Run) => resources.map(({ name }) => name);
		expect(names(run).sort()).toEqual(names(joined).sort());
	});

	it("is told of regions where it would not hear", async () => {
		expect(joined.warnings).toEqual([]);
		const { warnings } = await joining({ runsIn: ["us-east-1"] });
		expect(warnings).toEqual([
			expect.stringContaining(`${stack} has a hub in us-west-2, too`),
		]);
	});

	it("reads what the hub's program says", async () => {
		const { outputs } = await evaluate({ stack: "prod" });
		const run = await joining({ stacks: { [stack]: outputs } });
		expect(
			named(run, "delivery-us-west-2-trigger-function").inputs,
		).toMatchObject({
			environment: {
				variables: {
					BUS_NAME: "bulkhead-prod",
					CLAIMS_BUCKET: "hub-us-west-2-claims-bucket-1234567",
				},
			},
		});
	});

	it("may join two systems, each by a name of its own", async () => {
		const other = "acme/money/prod";
		const options = {
			project: "drivers",
			stack: "prod",
			config: configOf("drivers", ["us-east-1"]),
			preview: false,
			stacks: { [stack]: { hubs }, [other]: { hubs } },
		};
		const both = (second: string, name?: string) =>
			run(options, () => {
				const args = { settings: readSettings(), code: noCode, owner: "us" };
				Hub.fromStack(stack, args);
				Hub.fromStack(second, { ...args, ...(name && { name }) });
			});
		const joined = await both(other, "money");
		expect(ofType(joined, "JoinedHub").map(({ name }) => name)).toEqual([
			"hub-us-east-1",
			"money-us-east-1",
		]);
		expect(ofType(joined, "Function").map(({ inputs }) => inputs.name)).toEqual(
			["drivers-prod-hub-drain", "drivers-prod-money-drain"],
		);
		await expect(both(other)).rejects.toThrow(
			"the hubs of acme/bulkhead/prod and of acme/money/prod are both called hub",
		);
		await expect(both(stack)).rejects.toThrow("is joined twice");
	});

	it("is told in a sentence that a stack needs its full name", async () => {
		const settings = () => ({
			settings: readSettings(),
			code: noCode,
			owner: "us",
		});
		const options = {
			project: "drivers",
			stack: "prod",
			config: configOf("drivers", ["us-east-1"]),
			preview: false,
		};
		await expect(
			run(options, () => {
				Hub.fromStack("dev", settings());
			}),
		).rejects.toThrow('the hub\'s stack is "dev", and must be named in full');
	});
});
