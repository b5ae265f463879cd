import { readFileSync } from "node:fs";
import { join } from "node:path";

const read = (file: string) =>
	readFileSync(join(__dirname, "../../..", file), "utf8");

test("docs/outputs.md has a row for each output of index.ts, in its order", () => {
	const exported = [...read("index.ts").matchAll(/^export const (\w+)/gm)].map(
		([, name]) => name,
	);
	const documented = [...read("docs/outputs.md").matchAll(/^\| `(\w+)` \|/gm)];
	expect(exported.length).toBeGreaterThanOrEqual(7);
	expect(documented.map(([, name]) => name)).toEqual(exported);
});
