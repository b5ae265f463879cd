import { gateway } from "../fixtures/contracts";
import { grantedTo } from "./policies";
import { everyOf, named, ofType } from "./query";
import { type Run, unknown } from "./run";
import { account, made, regions, variable } from "./services";

jest.setTimeout(60_000);

let run: Run;
let dev: Run;
beforeAll(async () => {
	run = await made({ contract: gateway });
	dev = await made({ contract: gateway, stack: "dev", preview: true });
});

const names = ["processor", "processor-webhook", "auditor-webhook"];

describe("the secrets of external systems", () => {
	it("are a key for each that is called, and a secret for each that is heard", () => {
		const found = ofType(run, "Secret").map(({ inputs }) => inputs.name);
		expect(found).toEqual(names.map((name) => `food/prod/gateway/${name}`));
	});

	it.each(names)(
		"%s is made where the tables were, and copied to each other region",
		(name) => {
			const { inputs } = named(run, `gateway-secrets-${name}`);
			expect(inputs).toMatchObject({
				region: "us-east-1",
				replicas: [{ region: "us-west-2" }],
				recoveryWindowInDays: 30,
				tags: { service: "gateway", owner: "payments" },
			});
		},
	);

	it("stay where they were made, whichever region is the canary", async () => {
		const config = { regions: ["us-west-2", "us-east-1"] };
		const found = await made({ contract: gateway, config });
		everyOf(
			ofType(found, "Secret"),
			({ inputs }) => inputs.region === "us-east-1",
			3,
		);
	});

	it("have no value in the program", () => {
		expect(ofType(run, "SecretVersion")).toEqual([]);
		everyOf(
			ofType(run, "Secret"),
			({ inputs }) => !("secretString" in inputs) && !("policy" in inputs),
			3,
		);
	});

	it("refuse to be destroyed in prod, and are free again at once in dev", () => {
		everyOf(
			ofType(run, "Secret"),
			({ protect, retainOnDelete }) => protect && retainOnDelete,
			3,
		);
		everyOf(
			ofType(dev, "Secret"),
			({ protect, retainOnDelete, inputs }) =>
				!protect && !retainOnDelete && inputs.recoveryWindowInDays === 0,
			3,
		);
	});

	it("can be adjusted", async () => {
		const found = await made({
			contract: gateway,
			transform: {
				secrets: { secret: (args) => ({ ...args, kmsKeyId: "mine" }) },
			},
		});
		everyOf(
			ofType(found, "Secret"),
			({ inputs }) => inputs.kmsKeyId === "mine",
			3,
		);
	});
});

describe.each(regions)("who reads them in %s", (region) => {
	const arn = (name: string) =>
		`arn:aws:secretsmanager:${region}:${account}:food/prod/gateway/${name}`;

	it.each<[string, string[]]>([
		["listener", ["processor"]],
		["job", ["processor"]],
		["webhook", ["processor-webhook", "auditor-webhook"]],
		["trigger", []],
	])("the %s: %j, in its own region", (kind, allowed) => {
		const role = named(run, `gateway-${region}-${kind}-role`);
		const read = grantedTo(run, role).filter(({ Action }) =>
			Action.join().includes("secretsmanager"),
		);
		expect(read).toEqual(
			allowed.length === 0
				? []
				: [
						{
							Effect: "Allow",
							Action: ["secretsmanager:GetSecretValue"],
							Resource: allowed.map(arn),
						},
					],
		);
	});

	it.each(["listener", "job"])(
		"the %s is told where the system is that it calls, and the name of its key",
		(kind) => {
			const name = `gateway-${region}-${kind}`;
			const systems = {
				processor: {
					url: "https://api.processor.test",
					secret: "food/prod/gateway/processor",
				},
			};
			expect(variable(run, name, "SYSTEMS")).toEqual(systems);
			expect(variable(run, name, "WEBHOOK_SECRETS")).toBeUndefined();
			expect(variable(run, `gateway-${region}-trigger`, "SYSTEMS")).toBe(
				undefined,
			);
			// A name is known before anything is made.
			expect(variable(dev, name, "SYSTEMS")).not.toBe(unknown);
		},
	);

	it("the listener sees single rows: whether a call is open, and how its system is", () => {
		const role = named(run, `gateway-${region}-listener-role`);
		const actions = grantedTo(run, role)
			.flatMap(({ Action }) => Action)
			.filter((action) => action.startsWith("dynamodb:"));
		expect(actions.sort()).toEqual(["dynamodb:GetItem", "dynamodb:PutItem"]);
	});
});

it("a system that is only heard has no key, and needs no address", async () => {
	const contract = { ...gateway, rules: {}, jobs: {} };
	const found = await made({ contract, config: { systems: {} } });
	expect(ofType(found, "Secret").map(({ inputs }) => inputs.name)).toEqual([
		"food/prod/gateway/processor-webhook",
		"food/prod/gateway/auditor-webhook",
	]);
	expect(JSON.stringify(found.resources)).not.toContain('"SYSTEMS"');
});

it("a system that is called and has no address is refused", async () => {
	await expect(
		made({ contract: gateway, config: { systems: {} } }),
	).rejects.toThrow('systems has no "processor", which gateway calls');
});
