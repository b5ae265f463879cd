import {
	chmodSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	realpathSync,
	rmSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { linkPackages } from "../../../../ops/preview/base/packages";

const lock = (version: string) =>
	JSON.stringify({ packages: { "node_modules/zod": { version } } });

let folder: string;
let said: string[];
const { PATH } = process.env;

beforeEach(() => {
	folder = realpathSync(mkdtempSync(join(tmpdir(), "bulkhead-packages-")));
	said = [];
	for (const each of ["root/node_modules", "tree", "bin"])
		mkdirSync(join(folder, each), { recursive: true });
	writeFileSync(
		join(folder, "root/node_modules/.package-lock.json"),
		lock("1"),
	);
	writeFileSync(join(folder, "tree/package.json"), "{}");
	npm("mkdir node_modules && cp package-lock.json node_modules/installed");
	process.env.PATH = `${join(folder, "bin")}${delimiter}${PATH}`;
});
afterEach(() => {
	process.env.PATH = PATH;
	rmSync(folder, { recursive: true, force: true });
});

/** Stands for npm; notes that it was called. */
function npm(does: string) {
	const file = join(folder, "bin/npm");
	writeFileSync(file, `#!/bin/sh\necho "$@" >> ${folder}/calls\n${does}\n`);
	chmodSync(file, 0o755);
}

function calls(): string[] {
	const file = join(folder, "calls");
	return existsSync(file) ? readFileSync(file, "utf8").trim().split("\n") : [];
}

async function link(version: string) {
	writeFileSync(join(folder, "tree/package-lock.json"), lock(version));
	await linkPackages({
		root: join(folder, "root"),
		tree: join(folder, "tree"),
		cache: join(folder, "cache"),
		say: (line) => said.push(line),
	});
	return realpathSync(join(folder, "tree/node_modules"));
}

it("the project's own serve a base that needs the same", async () => {
	expect(await link("1")).toBe(join(folder, "root/node_modules"));
	expect([calls(), said]).toEqual([[], []]);
});

it("others are installed once, by npm ci, without what packages do when they are installed", async () => {
	const first = await link("2");
	expect(readFileSync(join(first, "installed"), "utf8")).toBe(lock("2"));
	expect(await link("2")).toBe(first);
	expect(calls()).toEqual([
		"ci --prefer-offline --ignore-scripts --no-audit --no-fund",
	]);
	expect(said).toHaveLength(1);
});

it("those of the last two lock files stay", async () => {
	await link("2");
	await link("3");
	await link("4");
	await link("3");
	expect(calls()).toHaveLength(3);
	expect(readdirSync(join(folder, "cache"))).toHaveLength(2);
});

it("what cannot be installed is told, and nothing half is left", async () => {
	npm("echo no network >&2; exit 1");
	await expect(link("2")).rejects.toThrow(
		/^The base's packages cannot be installed: .*\n?.*no network/s,
	);
	expect(readdirSync(join(folder, "cache"))).toEqual([]);
});
