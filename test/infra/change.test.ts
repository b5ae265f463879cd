import { addLoyalty } from "../fixtures/loyalty";
import { evaluate } from "./evaluate";
import { Project, removeProjects } from "./project";
import type { Registered, Run } from "./run";

afterAll(removeProjects);

/** What an update would do to each resource. */
function changes(before: Run, after: Run) {
	const old = new Map(before.resources.map((each) => [each.urn, each]));
	const now = new Map(after.resources.map((each) => [each.urn, each]));
	return {
		created: after.resources.filter(({ urn }) => !old.has(urn)),
		deleted: before.resources.filter(({ urn }) => !now.has(urn)),
		updated: before.resources.flatMap((each) => {
			const properties = changed(each, now.get(each.urn) ?? each);
			return properties.length > 0 ? [{ name: each.name, properties }] : [];
		}),
	};
}

function changed(
	{ inputs: before }: Registered,
	{ inputs: after }: Registered,
) {
	const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
	return [...keys].filter(
		(key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]),
	);
}

let dev: Run;
beforeAll(async () => {
	dev = await evaluate({ stack: "dev" });
});

describe("adding a service", () => {
	let after: Run;

	beforeAll(async () => {
		const project = new Project();
		addLoyalty(project);
		after = await evaluate({ stack: "dev", root: project.root });
	});

	it("changes no resource of another service, nor their code", () => {
		const { created, deleted, updated } = changes(dev, after);
		expect(created.length).toBeGreaterThan(30);
		expect([deleted, updated]).toEqual([[], []]);
	});

	it("creates its own resources only", () => {
		const { created } = changes(dev, after);
		const others = created.filter(({ name }) => !name.startsWith("loyalty"));
		expect(others.map(({ name }) => name)).toEqual([]);
	});

	it("creates each function that follows from its contract, and the trigger that repairs its views", () => {
		const functions = after.resources
			.filter(({ name }) => /^loyalty-.*-function$/.test(name))
			.map(({ name }) => name);
		expect(functions.sort()).toEqual([
			"loyalty-us-east-1-listener-function",
			"loyalty-us-east-1-rest-function",
			"loyalty-us-east-1-trigger-function",
		]);
	});
});

it("editing a service's model changes that service's function and nothing else", async () => {
	const project = new Project();
	project.replace(
		"functions/delivery/model.ts",
		"Another driver has picked it up.",
		"Somebody else has it.",
	);
	const after = await evaluate({ stack: "dev", root: project.root });
	expect(changes(dev, after)).toEqual({
		created: [],
		deleted: [],
		updated: [
			{
				name: "delivery-us-east-1-rest-function",
				properties: ["code"],
			},
		],
	});
});

it("adding a route changes that route and the code, no other route", async () => {
	const project = new Project();
	project.replace(
		"functions/delivery/contract.ts",
		"	api: {",
		'	api: { "GET /stats": route({ summary: "x", scopes: ["deliveries:make"] }),',
	);
	const after = await evaluate({ stack: "dev", root: project.root });
	const { created, deleted, updated } = changes(dev, after);
	expect(created.map(({ name }) => name)).toEqual([
		"delivery-us-east-1-rest-get/stats",
	]);
	expect(deleted).toEqual([]);
	expect(updated.map(({ properties }) => properties)).toEqual(
		updated.map(() => ["code"]),
	);
});

describe("adding a region", () => {
	let before: Run;
	let after: Run;
	const regions = ["us-east-1", "us-west-2"];

	beforeAll(async () => {
		before = await evaluate({
			stack: "prod",
			config: { regions: ["us-east-1"] },
		});
		after = await evaluate({ stack: "prod", config: { regions } });
	});

	it("creates resources of that region only", () => {
		const { created, deleted } = changes(before, after);
		expect(created.length).toBeGreaterThan(150);
		const elsewhere = created.filter(({ name }) => !name.includes("us-west-2"));
		expect(elsewhere.map(({ name }) => name)).toEqual([]);
		expect(deleted).toEqual([]);
	});

	it("changes the replicas of the tables and secrets, and nothing else", () => {
		const { updated } = changes(before, after);
		expect(updated.map(({ name }) => name).sort()).toEqual([
			"customer-entities-table",
			"delivery-entities-table",
			"fulfillment-entities-table",
			"payment-entities-table",
			"payment-secrets-processor",
			"payment-secrets-processor-webhook",
			"restaurant-entities-table",
		]);
		for (const { properties } of updated)
			expect(properties).toEqual(["replicas"]);
	});

	it("as another canary changes nothing", async () => {
		const reversed = await evaluate({
			stack: "prod",
			config: { regions: regions.toReversed() },
		});
		expect(changes(after, reversed)).toEqual({
			created: [],
			deleted: [],
			updated: [],
		});
	});
});

it("a contract that does not fit makes the program fail with its sentences, before anything is made", async () => {
	const project = new Project();
	project.replace(
		"functions/restaurant/contract.ts",
		'"order-accepted"',
		'"order-taken"',
	);
	const evaluation = evaluate({
		stack: "dev",
		preview: true,
		root: project.root,
	});
	await expect(evaluation).rejects.toMatchObject({
		__pulumiRunError: true,
		message: expect.stringMatching(
			/^the contracts do not fit together \(2\):\n- customer consumes order-accepted, which nobody produces.*\n- fulfillment consumes order-accepted/,
		),
	});
});
