import { readFileSync } from "node:fs";
import { join } from "node:path";
import { generatedDocs, staleDocs } from "../../../local/docs";

const root = join(__dirname, "../../..");
const read = (path: string) => readFileSync(join(root, path), "utf8");

test("the README and the picture say what the program says: else `npm run docs`", async () => {
	expect(await staleDocs()).toEqual([]);
});

test("generating twice gives the same bytes", async () => {
	expect(await generatedDocs()).toEqual(await generatedDocs());
});

test("each dependency has its reason in docs/dependencies.md, and nothing else has", () => {
	const { dependencies, devDependencies } = JSON.parse(read("package.json"));
	const rows = read("docs/dependencies.md").matchAll(
		/^\| `(.+?)` \| (.+) \|$/gm,
	);
	const named = [...rows].map(([, name]) => name);
	expect(named.sort()).toEqual(
		Object.keys({ ...dependencies, ...devDependencies }).sort(),
	);
});
