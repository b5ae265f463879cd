import { evaluate } from "./evaluate";
import { grantedTo, statementsOf } from "./policies";
import { Project, removeProjects } from "./project";
import { everyOf, named, ofType } from "./query";
import { type Run, unknown } from "./run";

afterAll(removeProjects);

const regions = ["us-east-1", "us-west-2"] as const;
const keyOf = (region: string) =>
	`arn:aws:kms:${region}:123456789012:hub-${region}-protection-key-1234567`;

describe("the key for sensitive fields", () => {
	let prod: Run;
	let preview: Run;

	beforeAll(async () => {
		prod = await evaluate({ stack: "prod" });
		preview = await evaluate({ stack: "prod", preview: true });
	});

	it("is one multi-Region key, made where the tables were, with a copy in each other region", () => {
		const [primary, ...others] = ofType(prod, "Key");
		const [replica, ...more] = ofType(prod, "ReplicaKey");
		expect([...others, ...more]).toEqual([]);
		expect(primary?.inputs).toMatchObject({
			region: "us-east-1",
			multiRegion: true,
		});
		expect(replica?.inputs).toMatchObject({
			region: "us-west-2",
			primaryKeyArn: keyOf("us-east-1"),
		});
	});

	it("has its primary where the tables were made, whichever region is the canary", async () => {
		const run = await evaluate({
			stack: "prod",
			config: { regions: ["us-west-2", "us-east-1"] },
		});
		const [primary] = ofType(run, "Key");
		expect(primary?.inputs.region).toBe("us-east-1");
	});

	it("is rotated each year, and can be rescued for a month", () => {
		expect(named(prod, "hub-us-east-1-protection-key").inputs).toMatchObject({
			enableKeyRotation: true,
			rotationPeriodInDays: 365,
			deletionWindowInDays: 30,
		});
		expect(named(prod, "hub-us-west-2-protection-key").inputs).toMatchObject({
			deletionWindowInDays: 30,
		});
	});

	it.each(regions)("has an alias in %s", (region) => {
		expect(named(prod, `hub-${region}-protection-alias`).inputs).toEqual({
			region,
			name: "alias/bulkhead-prod-protection",
			targetKeyId: `hub-${region}-protection-key-1234567`,
		});
	});

	it.each(regions)("names nobody but the account, in %s", (region) => {
		const key = `hub-${region}-protection-key`;
		expect(statementsOf(named(prod, key))).toEqual([
			{
				Effect: "Allow",
				Principal: { AWS: "arn:aws:iam::123456789012:root" },
				Action: ["kms:*"],
				Resource: ["*"],
			},
		]);
		expect(named(preview, key).inputs.policy).toBe(unknown);
	});

	const uses = (run: Run, role: string) =>
		grantedTo(run, named(run, role))
			.filter(({ Action }) => Action.some((each) => each.startsWith("kms:")))
			.map(({ Action, Resource, Condition }) => {
				const { StringEquals } = Condition as {
					StringEquals: Record<string, string | string[]>;
				};
				const context = Object.entries(StringEquals).map(
					([key, value]) =>
						`${key.replace("kms:EncryptionContext:", "")}=${[value].flat()}`,
				);
				return `${Action.join()} ${Resource?.join()} ${context.join(" ")}`;
			});

	describe.each(regions)("in %s", (region) => {
		const [generate, decrypt] = ["GenerateDataKey", "Decrypt"].map(
			(action) => `kms:${action} ${keyOf(region)}`,
		);
		const order = "service=customer row=order field=note";
		const answers = "service=customer row=IDEMPOTENCY field=answer,inputHash";
		const view = "service=restaurant row=order field=note";

		it.each<[string, string[]]>([
			[
				"customer-rest",
				[
					`${generate} ${order}`,
					`${generate} ${answers}`,
					`${decrypt} ${order}`,
					`${decrypt} ${answers}`,
				],
			],
			[
				"customer-trigger",
				[
					`${generate} service=customer event=order-submitted field=order.note`,
					`${decrypt} ${order}`,
				],
			],
			["customer-listener", []],
			[
				"restaurant-listener",
				[
					`${generate} ${view}`,
					`${decrypt} event=order-submitted field=order.note`,
				],
			],
			[
				"restaurant-rest",
				[
					`${generate} service=restaurant row=IDEMPOTENCY field=answer,inputHash`,
					`${decrypt} ${view}`,
					`${decrypt} service=restaurant row=IDEMPOTENCY field=answer,inputHash`,
				],
			],
			["restaurant-trigger", []],
			["delivery-rest", []],
			["delivery-listener", []],
			["delivery-trigger", []],
		])("may be used by %s for just the fields of its contract", (name, of) => {
			const [service = "", kind = ""] = name.split("-");
			const fn = `${service}-${region}-${kind}`;
			expect(uses(prod, `${fn}-role`)).toEqual(of);
			const { environment } = named(prod, `${fn}-function`).inputs;
			expect(
				JSON.stringify(environment).includes(
					`"PROTECTION_KEY":"${keyOf(region)}"`,
				),
			).toBe(of.length > 0);
		});

		it("may not be used by what the hub itself runs", () => {
			everyOf(
				ofType(prod, "Role").filter(({ name }) =>
					name.startsWith(`hub-${region}`),
				),
				({ name }) => uses(prod, name).length === 0,
				1,
			);
		});
	});

	it("may be used by a job for the marked rows, and for the state that its pages leave", async () => {
		const project = new Project();
		project.replace(
			"functions/payment/contract.ts",
			"authorization: internal({ amount: money }),",
			'authorization: internal({ amount: money }, { sensitive: ["amount"] }),',
		);
		const run = await evaluate({ stack: "prod", root: project.root });
		for (const region of regions)
			expect(uses(run, `payment-${region}-job-role`)).toEqual(
				["GenerateDataKey", "Decrypt"].flatMap((action) =>
					["row=authorization field=amount", "row=JOB field=state"].map(
						(of) => `kms:${action} ${keyOf(region)} service=payment ${of}`,
					),
				),
			);
	});

	it("is not made where no contract marks a field", async () => {
		const project = new Project();
		const without = (file: string, ...texts: string[]) => {
			for (const text of texts) project.replace(file, text, "");
		};
		without(
			"functions/customer/contract.ts",
			'{ sensitive: ["note"] },',
			'sensitive: ["order.note"],',
		);
		without(
			"functions/restaurant/contract.ts",
			'{ sensitive: ["note"] },',
			'decrypts: ["order.note"],',
		);
		const run = await evaluate({ stack: "prod", root: project.root });
		for (const type of ["Key", "ReplicaKey", "Alias", "ProtectionKey"])
			expect(ofType(run, type)).toEqual([]);
		expect(JSON.stringify(run.resources)).not.toContain("PROTECTION_KEY");
	});
});
