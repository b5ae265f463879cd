import { compare, nothing } from "../../ops/preview/compare";
import type { Recording, Run } from "../../ops/preview/record/recording";
import { evaluate } from "./evaluate";

const base = { ref: "main", commit: "", hasStack: true };

const recordingOf = (run: Run, regions: string[]): Recording => ({
	...nothing,
	resources: run.resources,
	regions,
});

describe("a region that comes and goes", () => {
	let one: Recording;
	let two: Recording;

	beforeAll(async () => {
		const [first, both] = [["us-east-1"], ["us-east-1", "us-west-2"]];
		const regions = (list: string[]) => ({ config: { regions: list } });
		one = recordingOf(
			await evaluate({ stack: "prod", ...regions(first) }),
			first,
		);
		two = recordingOf(
			await evaluate({ stack: "prod", ...regions(both) }),
			both,
		);
	});

	it("loses nothing when it comes, and all that is new is in it", () => {
		const report = compare("prod", base, one, two);
		expect(report).toMatchObject({ stateful: [], allowed: true });
		const created = report.resources.filter(
			({ change }) => change === "create",
		);
		expect(created.length).toBeGreaterThan(150);
		const elsewhere = created.filter(({ name }) => !name.includes("us-west-2"));
		expect(elsewhere).toEqual([]);
		expect(report.cost.floorTotal.after).toBeGreaterThan(
			report.cost.floorTotal.before,
		);
	});

	it("takes with it what it holds when it goes", () => {
		const { stateful, allowed } = compare("prod", base, two, one);
		expect(allowed).toBe(false);
		expect(stateful.map(({ name }) => name)).toEqual([
			"customer-entities-table/us-west-2",
			"delivery-entities-table/us-west-2",
			"fulfillment-entities-table/us-west-2",
			"hub-us-west-2-archive",
			"hub-us-west-2-claims-bucket",
			"hub-us-west-2-failures-bucket",
			"hub-us-west-2-faults-table",
			"hub-us-west-2-protection-key",
			"payment-entities-table/us-west-2",
			"restaurant-entities-table/us-west-2",
		]);
		expect(stateful.every(({ change }) => change === "delete")).toBe(true);
	});

	it("is told by service: each permission has a place and a party", () => {
		const { permissions } = compare("prod", base, one, two);
		expect(permissions.length).toBeGreaterThan(100);
		const lost = permissions.filter(
			({ service, who, on, region }) => !service || !who || !on || !region,
		);
		expect(lost).toEqual([]);
		const services = [...new Set(permissions.map(({ service }) => service))];
		expect(services.sort()).toEqual([
			"customer",
			"delivery",
			"fulfillment",
			"hub",
			"payment",
			"restaurant",
		]);
	});

	it("has no type of which it is not known what it holds", () => {
		const { resources } = compare("prod", base, two, nothing);
		expect(resources.length).toBeGreaterThan(300);
		expect(resources.filter(({ unknownLoss }) => unknownLoss)).toEqual([]);
	});

	it("is neither another account nor less protection", () => {
		for (const [before, after] of [[one, two] as const, [two, one] as const])
			expect(compare("prod", base, before, after)).toMatchObject({
				targets: [],
				protections: [],
			});
	});
});
