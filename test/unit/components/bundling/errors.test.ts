import { BundleError } from "../../../../components/bundling";
import {
	judge,
	judgePackage,
} from "../../../../components/bundling/boundaries";
import {
	bundleAll,
	bundleIn,
	edit,
	ORDERS,
	project,
	removeProjects,
} from "./project";

afterAll(removeProjects);

test.each([
	[
		"a syntax error",
		"export const handler = async () => {\n\treturn 1 +;\n};",
		'functions/menu/job.ts:2:12: Unexpected ";"\n    return 1 +;',
	],
	[
		"a missing module",
		"import { x } from './nowhere';\nexport const handler = x;",
		"functions/menu/job.ts:1:19: Could not resolve \"./nowhere\"\n    import { x } from './nowhere';",
	],
	[
		"an import of a runtime internal",
		"import { log } from '../../runtime/internal/log';\nexport const handler = log;",
		"functions/menu/job.ts:1:21: functions/menu/job.ts imports \"../../runtime/internal/log\", which is internal to the runtime; public are job, rest, trigger, contracts\n    import { log } from '../../runtime/internal/log';",
	],
	[
		"an import of another service",
		"import { reply } from '../orders/model';\nexport const handler = reply;",
		"functions/menu/job.ts:1:23: functions/menu/job.ts imports \"../orders/model\", which belongs to another service; services share events, not code\n    import { reply } from '../orders/model';",
	],
	[
		"a module without a handler",
		"export const handle = async () => {};",
		'functions/menu/job.ts does not export a function "handler"',
	],
])("%s is named with its place", async (_, source, message) => {
	const failure = bundleAll(project({ "functions/menu/job.ts": source }));
	await expect(failure).rejects.toBeInstanceOf(BundleError);
	await expect(failure).rejects.toHaveProperty("message", message);
});

test("an error in the runtime is one, too", async () => {
	const root = project({ "runtime/job.ts": "export const = 1;" });
	await expect(bundleAll(root)).rejects.toThrow(/^runtime\/job\.ts:1:14: /);
});

test("many errors are cut", async () => {
	const imports = Array.from(
		{ length: 14 },
		(_, i) => `export * from "./x${i}";`,
	);
	const root = project({ "functions/menu/job.ts": imports.join("\n") });
	await expect(bundleAll(root)).rejects.toThrow(/\nand 4 more$/);
});

test("a missing entry names the service and the file", async () => {
	const functions = [
		{ name: "orders-listener", entry: "functions/orders/listener.ts" },
	];
	await expect(bundleIn(project(), functions)).rejects.toThrow(
		new BundleError(
			"The service in functions/orders has no code for its function orders-listener: expected functions/orders/listener.ts",
		),
	);
});

test("two functions of one name are refused", async () => {
	const functions = [
		...ORDERS,
		{ name: "orders-rest", entry: "functions/menu/job.ts" },
	];
	await expect(bundleIn(project(), functions)).rejects.toThrow(
		"Two functions are named orders-rest: functions/orders/rest.ts and functions/menu/job.ts",
	);
});

test("types may come from anywhere", async () => {
	const root = project();
	edit(root, {
		"runtime/internal/types.ts": "export type Id = string;",
		"functions/menu/job.ts":
			"import type { Id } from '../../runtime/internal/types';\nexport const handler = async (id: Id) => id;",
	});
	await expect(bundleAll(root)).resolves.toBeDefined();
});

const runtime = { rest: "runtime/rest.ts", contracts: "contracts/index.ts" };

test.each([
	["runtime/rest", { external: "./runtime/rest.mjs" }],
	["runtime/rest.ts", { external: "./runtime/rest.mjs" }],
	["runtime/rest.js", { external: "./runtime/rest.mjs" }],
	["contracts", { external: "./runtime/contracts.mjs" }],
	["contracts/index", { external: "./runtime/contracts.mjs" }],
	["functions/menu/model", undefined],
	["functions/menu", undefined],
	["functions/menu2/model", { refused: expect.stringMatching("another") }],
	["runtime/resting", { refused: expect.stringMatching("internal") }],
	["contracts/event", { refused: expect.stringMatching("internal") }],
	["components/service", { refused: expect.stringMatching("outside") }],
])("functions/menu importing %s", (target, verdict) => {
	expect(judge("functions/menu/deep/job.ts", target, runtime)).toEqual(verdict);
});

test("a package's own relative imports are its own business", () => {
	expect(
		judge("node_modules/x/a.js", "node_modules/x/b", runtime),
	).toBeUndefined();
});

test.each([
	["bulkhead/runtime/rest", { external: "./runtime/rest.mjs" }],
	["bulkhead/runtime/rest.js", { external: "./runtime/rest.mjs" }],
	["bulkhead/contracts", { external: "./runtime/contracts.mjs" }],
])("functions/menu importing %s of the package", (path, verdict) => {
	expect(judgePackage(path, runtime)).toEqual(verdict);
});

test.each([
	"bulkhead",
	"bulkhead/contracts/platform",
	"bulkhead/runtime/core/store",
	"bulkhead/testkit",
])("functions/menu importing %s, which no function may", (path) => {
	expect(judgePackage(path, runtime)).toEqual({
		refused:
			"is nothing for a function; it imports bulkhead/runtime/rest, bulkhead/contracts",
	});
});
