import { spawnSync } from "node:child_process";
import {
	copyFileSync,
	mkdirSync,
	mkdtempSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const root = join(__dirname, "../..");
const folders = [
	"components",
	"contracts",
	"functions",
	"runtime",
	"local",
	"policy",
	"testkit",
];

/** A small project without a fault: what each file imports. */
const sound: Record<string, string[]> = {
	"index.ts": ["./components", "./functions", "@pulumi/pulumi"],
	"components/index.ts": ["../contracts/schema", "@pulumi/pulumi"],
	"contracts/index.ts": ["./schema", "zod"],
	"contracts/schema.ts": ["zod"],
	"runtime/rest.ts": ["../contracts/schema", "./core/store", "./errors"],
	"runtime/errors.ts": ["node:util"],
	"runtime/core/store.ts": ["@aws-sdk/client-dynamodb"],
	"functions/index.ts": ["./menu/contract", "./order/contract"],
	"functions/menu/contract.ts": ["../../contracts"],
	"functions/menu/model.ts": ["./contract", "../../runtime/errors"],
	"functions/menu/connector.ts": ["./model", "../../runtime/rest"],
	"functions/menu/rest.ts": ["./connector", "../../runtime/rest"],
	"functions/order/contract.ts": ["../../contracts"],
	"local/check.ts": ["../functions", "../runtime/core/store"],
	"local/streams/step.ts": ["node:util"],
	"testkit/index.ts": [
		"../runtime/rest",
		"../contracts/schema",
		"../local/streams/step",
	],
	"policy/index.ts": ["./rules", "@pulumi/policy"],
	"policy/rules.ts": ["zod"],
	"test/steps.ts": ["../index", "../testkit"],
};

/** One more file, and the rules that it breaks by each of its imports. */
const planted: [file: string, imports: Record<string, string>][] = [
	[
		"contracts/broken.ts",
		{
			"@aws-sdk/client-dynamodb": "contracts-import-nothing-of-ours",
			"@pulumi/pulumi": "contracts-import-nothing-of-ours",
			"node:fs": "contracts-import-nothing-of-ours",
			"../runtime/errors": "contracts-import-nothing-of-ours",
		},
	],
	[
		"runtime/broken.ts",
		{
			"../components": "runtime-imports-contracts-only",
			"../functions/menu/model": "runtime-imports-contracts-only",
			"../local/check": "runtime-imports-contracts-only",
			"@pulumi/pulumi": "runtime-imports-contracts-only",
		},
	],
	[
		"functions/menu/listener.ts",
		{
			"../../components": "functions-import-runtime-and-contracts-only",
			"../../local/check": "functions-import-runtime-and-contracts-only",
			"../../runtime/core/store": "functions-import-runtime-and-contracts-only",
			"../../contracts/schema": "functions-import-runtime-and-contracts-only",
			"../order/contract": "services-share-no-code",
			"../index": "services-share-no-code",
		},
	],
	[
		"functions/broken/contract.ts",
		{
			zod: "contract-imports-contracts-only",
			"../../runtime/errors": "contract-imports-contracts-only",
		},
	],
	[
		"functions/broken/model.ts",
		{
			"@aws-sdk/client-dynamodb": "model-imports-no-cloud",
			"../../runtime/rest": "model-imports-no-cloud",
			"./connector": "model-imports-no-cloud",
		},
	],
	["functions/broken/connector.ts", { "./missing": "no-unresolvable" }],
	[
		"components/broken.ts",
		{
			"../runtime/rest": "components-import-contracts-only",
			"../functions": "components-import-contracts-only",
			"../local/check": "components-import-contracts-only",
		},
	],
	[
		"testkit/broken.ts",
		{
			"../components": "test-kit-imports-runtime-and-contracts-only",
			"../functions": "test-kit-imports-runtime-and-contracts-only",
			"../local/check": "test-kit-imports-runtime-and-contracts-only",
			"@pulumi/pulumi": "test-kit-imports-runtime-and-contracts-only",
		},
	],
	[
		"local/broken.ts",
		{
			"../test/steps": "nothing-imports-tests",
			"../testkit": "only-tests-import-the-test-kit",
		},
	],
	[
		"policy/broken.ts",
		{
			"../components": "policy-imports-itself-only",
			"@pulumi/pulumi": "policy-imports-itself-only",
		},
	],
	["local/ring-a.ts", { "./ring-b": "no-cycles" }],
	// A cycle is said once.
	["local/ring-b.ts", { "./ring-a": "" }],
	["local/alone.ts", {}],
];
/** Files whose rules are about just them: they replace the sound ones. */
const replaced: typeof planted = [
	[
		"index.ts",
		{
			"./runtime/rest": "index-imports-components-and-functions-only",
			"./functions/menu/contract":
				"index-imports-components-and-functions-only",
		},
	],
	[
		"functions/index.ts",
		{ "./menu/model": "list-of-services-imports-contracts-only" },
	],
];

function cruise(files: Record<string, string[]>): string[] {
	const project = mkdtempSync(join(tmpdir(), "dependencies-"));
	try {
		for (const [file, imports] of Object.entries(files)) {
			mkdirSync(dirname(join(project, file)), { recursive: true });
			const lines = imports.map(
				(path, i) => `export * as _${i} from "${path}";`,
			);
			writeFileSync(join(project, file), lines.join("\n"));
		}
		for (const file of [".dependency-cruiser.cjs", "tsconfig.check.json"])
			copyFileSync(join(root, file), join(project, file));
		symlinkSync(join(root, "node_modules"), join(project, "node_modules"));
		const { stdout } = spawnSync(
			process.execPath,
			[
				join(root, "node_modules/.bin/depcruise"),
				...["--output-type", "json", "index.ts", ...folders],
			],
			{ cwd: project, encoding: "utf8" },
		);
		const { summary } = JSON.parse(stdout) as {
			summary: { violations: { rule: { name: string }; from: string }[] };
		};
		return summary.violations.map(({ rule, from }) => `${from}: ${rule.name}`);
	} finally {
		rmSync(project, { recursive: true });
	}
}

test("a sound project breaks no rule", () => {
	expect(cruise(sound)).toEqual([]);
});

test("each rule catches what it forbids, and nothing else", () => {
	const broken = [...planted, ...replaced];
	const imports = broken.map(([file, by]) => [file, Object.keys(by)] as const);
	const expected = broken.flatMap(([file, by]) =>
		Object.values(by)
			.filter((rule) => rule !== "")
			.map((rule) => `${file}: ${rule}`),
	);
	const found = cruise({ ...sound, ...Object.fromEntries(imports) });
	expect(found.sort()).toEqual(
		[...expected, "local/alone.ts: no-orphans"].sort(),
	);
});

test("no rule is without its example", () => {
	const { forbidden }: { forbidden: { name: string }[] } = require(
		join(root, ".dependency-cruiser.cjs"),
	);
	const shown = [...planted, ...replaced]
		.flatMap(([, by]) => Object.values(by))
		.filter((rule) => rule !== "");
	expect(new Set([...shown, "no-orphans"])).toEqual(
		new Set(forbidden.map(({ name }) => name)),
	);
});
