import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Bundles } from "../../../components/bundling";
import { functionsIn, report, reportJson } from "../../../local/bundles";

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

test("a service's functions are found by the names of its files", () => {
	const root = mkdtempSync(join(tmpdir(), "bundles-"));
	for (const file of ["orders/rest.ts", "orders/model.ts", "menu/job.ts"]) {
		mkdirSync(join(root, "functions", file, ".."), { recursive: true });
		writeFileSync(join(root, "functions", file), "");
	}
	writeFileSync(join(root, "functions", "README.md"), "");
	expect(functionsIn(root)).toEqual([
		{ name: "menu-job", entry: "functions/menu/job.ts" },
		{ name: "orders-rest", entry: "functions/orders/rest.ts" },
	]);
	rmSync(root, { recursive: true });
});
