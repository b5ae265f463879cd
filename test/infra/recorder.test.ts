import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import * as mocks from "@pulumi/pulumi/runtime/mocks";
import { lookUp } from "../../ops/preview/record/look-up";
import { type Options, record } from "../../ops/preview/record/recorder";
import { named } from "./query";
import { unknown } from "./run";

const options: Options = {
	project: "shop",
	stack: "prod",
	config: { "shop:token": "abc" },
	secrets: ["shop:token"],
	dryRun: true,
	unknowns: false,
};

function recorded(program: () => unknown, rest: Partial<Options> = {}) {
	return record({ pulumi, mocks }, { ...options, ...rest }, program);
}

class Shelf extends pulumi.ComponentResource {
	constructor(name: string, opts?: pulumi.ComponentResourceOptions) {
		super("shop:index:Shelf", name, {}, opts);
	}
}

it("gives each resource the URN that the engine gives it: with the types of all parents", async () => {
	const run = await recorded(() => {
		const outer = new Shelf("outer");
		const inner = new Shelf("inner", { parent: outer });
		new aws.sqs.Queue("queue", {}, { parent: inner });
		new aws.sqs.Queue("alone");
	});
	expect(named(run, "queue").urn).toBe(
		"urn:pulumi:prod::shop::shop:index:Shelf$shop:index:Shelf$aws:sqs/queue:Queue::queue",
	);
	expect(named(run, "queue").parent).toBe(
		"urn:pulumi:prod::shop::shop:index:Shelf$shop:index:Shelf::inner",
	);
	expect(named(run, "alone").urn).toBe(
		"urn:pulumi:prod::shop::aws:sqs/queue:Queue::alone",
	);
});

it("knows aliases, options, and which input comes from which resource", async () => {
	const run = await recorded(() => {
		const queue = new aws.sqs.Queue("queue", {}, { protect: true });
		const parent = new Shelf("shelf");
		new aws.sqs.QueuePolicy(
			"policy",
			{ queueUrl: queue.url, policy: "{}" },
			{
				aliases: [
					{ name: "old" },
					{ parent: pulumi.rootStackResource },
					{ parent, type: "a:b:C" },
					"urn:pulumi:prod::shop::a:b:C::older",
				],
				ignoreChanges: ["policy"],
				replaceOnChanges: ["queueUrl"],
			},
		);
	});
	const { urn } = named(run, "queue");
	expect(named(run, "queue").protect).toBe(true);
	expect(named(run, "policy")).toMatchObject({
		propertyDependencies: { queueUrl: [urn] },
		ignoreChanges: ["policy"],
		replaceOnChanges: ["queueUrl"],
	});
	expect(named(run, "policy").aliases).toEqual([
		{ name: "old", parent: named(run, "policy").parent },
		{ parent: null },
		{ parent: "urn:pulumi:prod::shop::shop:index:Shelf::shelf", type: "a:b:C" },
		{ urn: "urn:pulumi:prod::shop::a:b:C::older" },
	]);
});

describe("a secret", () => {
	const program = () => {
		const token = new pulumi.Config().requireSecret("token");
		new aws.ssm.Parameter("token", { type: "String", value: token });
	};

	it("is opened for whoever does not ask otherwise", async () => {
		const run = await recorded(program);
		expect(named(run, "token").inputs.value).toBe("abc");
	});

	it("is concealed, whatever it is in", async () => {
		const run = await recorded(program, { conceal: () => "concealed" });
		expect(named(run, "token").inputs).toEqual({
			type: "String",
			value: "concealed",
		});
		expect(JSON.stringify(run)).not.toContain("abc");
	});
});

it("makes up what AWS would compute, or leaves it unknown", async () => {
	const program = () => {
		const queue = new aws.sqs.Queue("queue", { region: "eu-west-1" });
		new aws.sqs.QueuePolicy("policy", {
			queueUrl: queue.url,
			policy: pulumi.jsonStringify({ Resource: queue.arn }),
		});
	};
	const made = named(await recorded(program), "policy").inputs;
	expect(made.policy).toMatch(/arn:aws:sqs:eu-west-1:\d{12}:queue-/);
	const later = named(await recorded(program, { unknowns: true }), "policy");
	expect(later.inputs).toEqual({ queueUrl: unknown, policy: unknown });
});

it("compares archives and assets by where they come from", async () => {
	const { asset } = pulumi;
	const run = await recorded(() => {
		new aws.lambda.Function("fn", {
			role: "r",
			code: new asset.AssetArchive({
				"a.js": new asset.StringAsset("1"),
				b: new asset.FileArchive("./b"),
			}),
		});
	});
	expect(named(run, "fn").inputs.code).toEqual({
		archive: { "a.js": "asset 1", b: "archive ./b" },
	});
});

describe("a look-up", () => {
	const caller = () => aws.getCallerIdentity({});

	it("that needs no cloud is answered", async () => {
		let account = "";
		await recorded(
			async () => {
				({ accountId: account } = await caller());
				const { region } = await aws.getRegion({ region: "eu-west-1" });
				const { partition } = await aws.getPartition({});
				expect([region, partition]).toEqual(["eu-west-1", "aws"]);
			},
			{ lookUp: (token, inputs) => lookUp(token, inputs, "us-east-1") },
		);
		expect(account).toMatch(/^\d{12}$/);
	});

	it.each([
		["that needs it fails with a sentence", lookUp, "add an answer to"],
		["is unexpected where nobody answers", undefined, "looks aws:"],
	])("%s", async (_what, answer, says) => {
		const looking = recorded(() => aws.ec2.getVpc({ default: true }), {
			...(answer && {
				lookUp: (token, inputs) => answer(token, inputs, "us-east-1"),
			}),
		});
		await expect(looking).rejects.toThrow(says);
	});
});

it("knows what else replaces a resource, by the engine's URNs, and keeps a secret trigger", async () => {
	const run = await recorded(
		() => {
			const parent = new Shelf("shelf");
			const first = new aws.sqs.Queue("first", {}, { parent });
			new aws.sqs.Queue("open", {}, { replacementTrigger: { at: ["noon"] } });
			new aws.sqs.Queue(
				"closed",
				{},
				{ replacementTrigger: pulumi.secret("x"), replaceWith: [first] },
			);
		},
		{ conceal: () => "[secret]" },
	);
	expect(named(run, "first").replaceWith).toEqual([]);
	expect(named(run, "first")).not.toHaveProperty("replacementTrigger");
	expect(named(run, "open").replacementTrigger).toEqual({ at: ["noon"] });
	expect(named(run, "closed")).toMatchObject({
		replacementTrigger: "[secret]",
		replaceWith: [named(run, "first").urn],
	});
});

it("names a resource's explicit provider by its URN and id; the default one is none", async () => {
	const run = await recorded(() => {
		const provider = new aws.Provider("other", { profile: "b" });
		new aws.sqs.Queue("there", {}, { provider });
		new aws.sqs.Queue("here");
	});
	expect(named(run, "there").provider).toMatch(
		/pulumi:providers:aws::other::other-id$/,
	);
	expect(named(run, "other").inputs).toMatchObject({ profile: "b" });
	expect(named(run, "here").provider).toBe("");
});
