import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Bundles } from "../../../components/bundling";
import { functionSources } from "../../../components/code";
import { services } from "../../../functions";
import { restaurant } from "../../../functions/restaurant/contract";
import { differences, report, reportJson } from "../../../local/bundles";

const bundles: Bundles = {
	functions: new Map([
		[
			"menu-job",
			{
				name: "menu-job",
				folder: "/x/.bulkhead/bundles/menu-job-0123456789abcdef",
				archive: ".bulkhead/bundles/menu-job-0123456789abcdef",
				handler: "index.handler",
				sha256: "0123456789abcdef",
				bytes: 2_560,
				files: ["index.mjs", "runtime/job.mjs"],
			},
		],
	]),
	runtime: [{ file: "job.mjs", bytes: 1_024 }],
};

test("the report shows each function and each file of the runtime layer", () => {
	const text = report(bundles);
	expect(text).toMatch(/menu-job │ +2\.5 │ 0123456789abcdef/);
	expect(text).toMatch(/job\.mjs +│ +1\.0/);
});

test("the same as JSON", () => {
	expect(JSON.parse(reportJson(bundles))).toEqual({
		functions: [bundles.functions.get("menu-job")],
		runtime: bundles.runtime,
	});
});

describe("bundles that were built before", () => {
	const manifest = reportJson(bundles);

	test("are the same where each function has the same bytes, wherever they were built", () => {
		const elsewhere = manifest.replaceAll("/x/", "/home/runner/");
		expect(elsewhere).not.toBe(manifest);
		expect(differences(bundles, elsewhere)).toEqual([]);
	});

	test("are others where one has other bytes, is new, or is gone", () => {
		const other = manifest.replaceAll("0123456789abcdef", "fedcba9876543210");
		expect(differences(bundles, other)).toEqual([
			"menu-job is 0123456789abcdef, it was fedcba9876543210 before",
		]);
		const renamed = manifest.replaceAll("menu-job", "menu-rest");
		expect(differences(bundles, renamed)).toEqual([
			"menu-rest is missing, it was 0123456789abcdef before",
			"menu-job is 0123456789abcdef, it was missing before",
		]);
	});

	test("that are none are an error", () => {
		expect(() => differences(bundles, "{}")).toThrow();
	});
});

test("the program's functions follow from its contracts, and each has a file", () => {
	const sources = functionSources(services);
	expect(sources.map(({ name }) => name)).toEqual([
		"restaurant-rest",
		"restaurant-listener",
		"restaurant-trigger",
		"customer-rest",
		"customer-listener",
		"customer-trigger",
		"payment-listener",
		"payment-trigger",
		"payment-webhook",
		"payment-job",
		"fulfillment-listener",
		"fulfillment-trigger",
		"delivery-rest",
		"delivery-listener",
		"delivery-trigger",
		"fault-monitor",
		"hub-drain",
	]);
	for (const { entry } of sources)
		expect(existsSync(join(__dirname, "../../..", entry))).toBe(true);
});

test("a service that produces nothing has the repairer as its trigger", () => {
	const silent = functionSources([{ ...restaurant, produces: {} }]);
	expect(silent).toContainEqual({
		name: "restaurant-trigger",
		entry: "runtime/hub/repairer.ts",
	});
	const idle = functionSources([{ ...restaurant, produces: {}, rules: {} }]);
	expect(idle.map(({ name }) => name)).not.toContain("restaurant-trigger");
});
