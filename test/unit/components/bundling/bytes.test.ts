import { readdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import {
	age,
	bundleAll,
	bundleIn,
	edit,
	hashes,
	MENU,
	ORDERS,
	project,
	removeProjects,
} from "./project";

afterAll(removeProjects);

test("the bytes do not depend on the folder, nor on the files' times", async () => {
	const here = project({}, "here");
	const elsewhere = project({}, "a-longer name");
	age(elsewhere, 2001);
	const [a, b] = [await bundleAll(here), await bundleAll(elsewhere)];
	expect(hashes(b)).toEqual(hashes(a));
	const archives = [...a.functions.values()].map((f) => f.archive);
	expect([...b.functions.values()].map((f) => f.archive)).toEqual(archives);
});

test("a root behind a symbolic link is the same root", async () => {
	const root = project();
	symlinkSync(root, `${root}-link`);
	const bundles = await bundleAll(root);
	expect(await bundleAll(`${root}-link`)).toEqual(bundles);
});

test("the source maps do not depend on the folder", async () => {
	const roots = [project({}, "here"), project({}, "a-longer name")];
	for (const root of roots) await bundleAll(root);
	const [a, b] = roots.map((root) => readMaps(root));
	expect(b).toEqual(a);
	expect(JSON.stringify(a)).toContain("functions/orders/model.ts");
});

test("the bytes do not depend on the order of the functions", async () => {
	const root = project();
	const forth = await bundleAll(root);
	const back = await bundleIn(root, [...MENU, ...[...ORDERS].reverse()]);
	expect(hashes(back)).toEqual(hashes(forth));
});

test("an edit of one service's model changes that service's functions only", async () => {
	const root = project();
	const before = hashes(await bundleAll(root));
	edit(root, {
		"functions/orders/model.ts":
			"export const reply = (id: string) => 'changed ' + id;",
	});
	expect(changed(before, hashes(await bundleAll(root)))).toEqual([
		"orders-rest",
		"orders-trigger",
	]);
});

test("a service more changes no other's bytes", async () => {
	const root = project();
	const alone = await bundleIn(root, ORDERS);
	const together = await bundleAll(root);
	expect(changed(hashes(alone), hashes(together))).toEqual([]);
});

test("a change of the runtime changes the functions that reach it", async () => {
	const root = project();
	const before = hashes(await bundleAll(root));
	edit(root, {
		"runtime/internal/log.ts":
			"export const log = (text: string) => 'logged better ' + text;",
	});
	expect(changed(before, hashes(await bundleAll(root)))).toEqual([
		"orders-rest",
		"orders-trigger",
	]);
});

test("a change of a lazy chunk changes the functions that may load it", async () => {
	const root = project();
	const before = hashes(await bundleAll(root));
	edit(root, {
		"runtime/internal/kms.ts": "export const decrypt = () => 'decrypted';",
	});
	expect(changed(before, hashes(await bundleAll(root)))).toEqual([
		"orders-trigger",
	]);
});

test("a comment changes nothing, though it moves lines in the source maps", async () => {
	const root = project();
	const before = hashes(await bundleAll(root));
	const maps = readMaps(root);
	edit(root, {
		"runtime/internal/log.ts": `
// why

export const log = (text: string) => "logged " + text;`,
		"functions/orders/model.ts": `
// why

export const reply = (id: string) => "order " + id;`,
	});
	expect(hashes(await bundleAll(root))).toEqual(before);
	expect(Object.keys(readMaps(root))).toEqual(Object.keys(maps));
	expect(readMaps(root)).not.toEqual(maps);
});

function changed(
	before: Record<string, string>,
	after: Record<string, string>,
): string[] {
	return Object.keys(before).filter((name) => before[name] !== after[name]);
}

function readMaps(root: string): Record<string, string> {
	const folder = join(root, ".bulkhead", "maps");
	return Object.fromEntries(
		readdirSync(folder)
			.sort()
			.map((file) => [file, readFileSync(join(folder, file), "utf8")]),
	);
}
