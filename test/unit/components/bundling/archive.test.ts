import { execFile, execFileSync } from "node:child_process";
import {
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	utimesSync,
} from "node:fs";
import { SourceMap } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import {
	pruneArchives,
	saveArchive,
} from "../../../../components/bundling/archive";
import { mapName } from "../../../../components/bundling/source-maps";
import {
	bundleAll,
	bundleIn,
	hashes,
	MENU,
	ORDERS,
	one,
	project,
	removeProjects,
} from "./project";

afterAll(removeProjects);

const LEGACY = {
	"node_modules/legacy/package.json": '{ "name": "legacy" }',
	"node_modules/legacy/index.js":
		"module.exports = { sep: require('path').posix.sep };",
};

test("an archive holds the function and the runtime modules that it reaches", async () => {
	const bundles = await bundleAll(project());
	const menu = one(bundles, "menu-job");
	expect(menu.files).toEqual(["index.mjs", "runtime/job.mjs"]);
	expect(filesIn(menu.folder)).toEqual(menu.files);
	expect(one(bundles, "orders-rest").files).toEqual([
		"index.mjs",
		expect.stringMatching(/^runtime\/chunk-[0-9A-F]{8}\.mjs$/),
		"runtime/contracts.mjs",
		"runtime/rest.mjs",
	]);
});

test("a function of the runtime's own shares its chunks, and loads lazily what it loads lazily", async () => {
	const root = project({
		"runtime/hub/drain.ts": `
			import { log } from "../internal/log";
			export const handler = async () => {
				const { decrypt } = await import("../internal/kms");
				return log(decrypt("dead"));
			};`,
	});
	const drain = { name: "hub-drain", entry: "runtime/hub/drain.ts" };
	const bundles = await bundleIn(root, [...ORDERS, drain]);
	const { folder, files } = one(bundles, "hub-drain");
	const kms = expect.stringMatching(/^runtime\/kms-[0-9A-F]{8}\.mjs$/);
	expect(files).toContainEqual(kms);
	const chunk = files.find((file) => file.includes("chunk"));
	expect(one(bundles, "orders-rest").files).toContain(chunk);
	expect(readFileSync(join(folder, "index.mjs"), "utf8")).toBe(
		'export{handler}from"./runtime/hub-drain.mjs";\n',
	);
	const call = `import(${JSON.stringify(join(folder, "index.mjs"))}).then(({ handler }) => handler()).then(console.log)`;
	const said = execFileSync(process.execPath, ["-e", call], {
		encoding: "utf8",
	});
	expect(said).toBe("logged logged decrypted dead\n");
});

test("a chunk that is loaded lazily is shipped", async () => {
	const bundles = await bundleAll(project());
	const lazy = expect.stringMatching(/^runtime\/kms-[0-9A-F]{8}\.mjs$/);
	expect(one(bundles, "orders-trigger").files).toContainEqual(lazy);
	expect(one(bundles, "orders-rest").files).not.toContainEqual(lazy);
});

test("every shipped file has its source map outside the archive", async () => {
	const root = project();
	const { folder, files } = one(await bundleAll(root), "orders-trigger");
	expect(files.filter((file) => !file.endsWith(".mjs"))).toEqual([]);
	for (const file of files) {
		const text = readFileSync(join(folder, file), "utf8");
		expect(text).not.toContain("sourceMappingURL");
		expect(existsSync(join(root, ".bulkhead", "maps", mapName(text)))).toBe(
			true,
		);
	}
});

test.each([
	["functions/menu/job.ts", "menu-job", 5],
	["runtime/trigger.ts", "orders-trigger", 4],
])("a stack trace leads to the line in %s", async (source, name, line) => {
	const root = project({
		...LEGACY,
		"functions/menu/job.ts": `
			import legacy from "legacy";
			export const handler = async () => {
				if (legacy.sep) // A require stands above the function's own code.
					throw new Error("here");
			};`,
		"runtime/trigger.ts": `
			export const trigger = (reply: string) => async () => {
				await import("./internal/kms");
				throw new Error("here");
			};`,
	});
	const { folder } = one(await bundleAll(root), name);
	expect(traced(root, call(folder))).toMatchObject({
		originalSource: source,
		originalLine: line - 1,
	});
});

test("node loads the archive and calls the handler", async () => {
	const bundles = await bundleAll(project());
	expect(call(one(bundles, "orders-rest").folder)).toBe(
		"logged orders order 1",
	);
	expect(call(one(bundles, "orders-trigger").folder)).toBe(
		"logged logged decrypted order 2",
	);
});

test("a CommonJS dependency that requires node's modules works, and only its module gets a require", async () => {
	const root = project({
		...LEGACY,
		"functions/menu/job.ts":
			"import legacy from 'legacy';\nimport { job } from '../../runtime/job';\nexport const handler = job(legacy.sep);",
	});
	const bundles = await bundleAll(root);
	const { folder } = one(bundles, "menu-job");
	expect(call(folder)).toBe("/");
	expect(readFileSync(join(folder, "index.mjs"), "utf8")).toContain(
		"createRequire",
	);
	expect(
		readFileSync(join(one(bundles, "orders-rest").folder, "index.mjs"), "utf8"),
	).not.toContain("createRequire");
});

test("two calls at once on one root agree", async () => {
	const root = project();
	const [a, b] = await Promise.all([bundleAll(root), bundleAll(root)]);
	expect(hashes(b)).toEqual(hashes(a));
	expect(readdirSync(join(root, ".bulkhead", "bundles"))).toHaveLength(3);
});

test("two processes at once on one root agree", async () => {
	const root = project();
	const [a, b] = await Promise.all([inProcess(root), inProcess(root)]);
	expect(b).toBe(a);
	expect(readdirSync(join(root, ".bulkhead", "bundles"))).toHaveLength(2);
});

test("who writes an archive second finds it written", () => {
	const parent = mkdtempSync(join(tmpdir(), "archives-"));
	const files = new Map([["index.mjs", "export default 1"]]);
	/** Written by someone else as soon as the first writer has begun. */
	class Contended extends Map<string, string> {
		override *[Symbol.iterator](): MapIterator<[string, string]> {
			saveArchive(parent, "menu-job", files);
			yield* super[Symbol.iterator]();
		}
	}
	const { folder } = saveArchive(
		parent,
		"menu-job",
		new Contended(files.entries()),
	);
	expect(filesIn(folder)).toEqual(["index.mjs"]);
	expect(readdirSync(parent)).toHaveLength(1);
	rmSync(parent, { recursive: true });
});

test("the five archives of a function that were used last are kept", () => {
	const parent = mkdtempSync(join(tmpdir(), "archives-"));
	const folders = [0, 1, 2, 3, 4, 5, 6].map((n) => {
		const files = new Map([["index.mjs", `export default ${n}`]]);
		const { folder } = saveArchive(parent, "menu-job", files);
		utimesSync(folder, 1_000 + n, 1_000 + n);
		return folder;
	});
	saveArchive(parent, "menu", new Map([["index.mjs", ""]]));
	saveArchive(parent, "menu-job", new Map([["index.mjs", "export default 0"]]));
	pruneArchives(parent);
	expect(folders.map((folder) => existsSync(folder))).toEqual([
		true,
		false,
		false,
		true,
		true,
		true,
		true,
	]);
	expect(readdirSync(parent)).toHaveLength(6);
	rmSync(parent, { recursive: true });
});

test("what a killed process left is removed after a while", async () => {
	const root = project();
	const archives = join(root, ".bulkhead", "bundles");
	for (const draft of [".draft-old", ".draft-new"])
		mkdirSync(join(archives, draft), { recursive: true });
	utimesSync(join(archives, ".draft-old"), 1_000, 1_000);
	await bundleIn(root, MENU);
	expect(readdirSync(archives)).toEqual([
		".draft-new",
		expect.stringContaining("menu-job-"),
	]);
});

test("a program without functions is legal", async () => {
	const bundles = await bundleIn(project(), []);
	expect(bundles.functions.size).toBe(0);
	expect(bundles.runtime.map(({ file }) => file)).toContain("rest.mjs");
});

function filesIn(folder: string): string[] {
	return readdirSync(folder, { recursive: true, encoding: "utf8" })
		.filter((file) => file.endsWith(".mjs"))
		.sort();
}

function call(folder: string): string {
	const script = `import(${JSON.stringify(join(folder, "index.mjs"))}).then((m) => m.handler()).then(console.log, (e) => console.log(e.stack))`;
	return execFileSync(process.execPath, ["-e", script], {
		encoding: "utf8",
	}).trim();
}

/** The origin of a stack's first frame, by the map of its file. */
function traced(root: string, stack: string) {
	const frame = /file:\/\/(\S+\.mjs):(\d+):(\d+)/.exec(stack) ?? [];
	const [, file = "", line, column] = frame;
	const name = mapName(readFileSync(file, "utf8"));
	const map = readFileSync(join(root, ".bulkhead", "maps", name), "utf8");
	// The stack counts from 1, the map from 0.
	return new SourceMap(JSON.parse(map)).findEntry(
		Number(line) - 1,
		Number(column) - 1,
	);
}

function inProcess(root: string): Promise<string> {
	const module = join(__dirname, "../../../../components/bundling");
	const script = `require(${JSON.stringify(module)}).bundle(${JSON.stringify({ root, library: root, functions: ORDERS })})
		.then(({ functions }) => console.log(JSON.stringify([...functions.values()])))`;
	return promisify(execFile)(process.execPath, [
		"--require",
		require.resolve("tsx/cjs"),
		"-e",
		script,
	]).then(({ stdout }) => stdout);
}
