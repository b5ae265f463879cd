import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type Bundles, bundle } from "../../../../components/bundling";
import { edit, hashes, one, project, removeProjects } from "./project";

// The real runtime is compiled each time.
jest.setTimeout(60_000);
afterAll(removeProjects);

const functions = [
	{ name: "menu-listener", entry: "functions/menu/listener.ts" },
	{ name: "hub-drain", entry: "runtime/hub/drain.ts" },
];

/** A repository that has Bulkhead as a package: neither runtime/ nor contracts/ of its own. */
function repository(
	imports = 'import { listener } from "bulkhead/runtime/listener";',
	name?: string,
): string {
	const root = project(
		{
			"functions/menu/contract.ts": `
				import { contract } from "bulkhead/contracts";
				export const menu = contract({ name: "menu", kind: "control", owner: "menus", rows: {} });`,
			"functions/menu/listener.ts": `
				${imports}
				import { menu } from "./contract";
				export const handler = listener(menu, {});`,
		},
		name,
	);
	for (const folder of ["runtime", "contracts"])
		rmSync(join(root, folder), { recursive: true });
	return root;
}

const bundled = (root: string): Promise<Bundles> => bundle({ root, functions });

test("functions of another repository are bundled on the package's runtime, wherever that repository is", async () => {
	const here = await bundled(repository());
	const { folder, files } = one(here, "menu-listener");
	expect(files).toContain("runtime/listener.mjs");
	expect(files).toContain("runtime/contracts.mjs");
	expect(readFileSync(join(folder, "index.mjs"), "utf8")).toContain(
		"./runtime/listener.mjs",
	);
	// What its hub runs is the package's, too.
	expect(one(here, "hub-drain").files).toContain("runtime/hub-drain.mjs");
	const there = await bundled(repository(undefined, "a-longer name"));
	expect(hashes(there)).toEqual(hashes(here));
});

test("a repository with a folder contracts/ of its own is still no clone", async () => {
	const root = repository();
	edit(root, { "contracts/index.ts": "export const ours = 1;" });
	const { files } = one(await bundled(root), "menu-listener");
	expect(files).toContain("runtime/contracts.mjs");
	expect(files).toContain("runtime/listener.mjs");
});

test.each([
	[
		'import { Service } from "bulkhead";\nexport const listener = () => Service;',
		'imports "bulkhead", which is nothing for a function; it imports bulkhead/runtime/entities, bulkhead/runtime/errors, bulkhead/runtime/job, bulkhead/runtime/listener, bulkhead/runtime/rest, bulkhead/runtime/trigger, bulkhead/runtime/webhook, bulkhead/contracts',
	],
	[
		'import { listener } from "../../runtime/listener";',
		'imports "../../runtime/listener", which is outside functions/menu; a function imports its own folder, runtime, contracts and packages',
	],
])("a function that does this is refused: %s", async (imports, sentence) => {
	await expect(bundled(repository(imports))).rejects.toThrow(
		`functions/menu/listener.ts ${sentence}`,
	);
});
