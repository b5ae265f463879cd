import { join } from "node:path";
import { buildSync } from "esbuild";
import * as z from "../../../../contracts/schema/z";

/** All of the subset; zod's own `z` is five times as much. */
const MOST = 100_000;

describe("the subset of zod", () => {
	it("is closed", () => {
		expect(Object.keys(z).sort()).toMatchInlineSnapshot(`
[
  "array",
  "boolean",
  "discriminatedUnion",
  "email",
  "enum",
  "int",
  "iso",
  "literal",
  "nullable",
  "number",
  "object",
  "optional",
  "record",
  "string",
  "url",
  "uuid",
]
`);
		expect(Object.keys(z.iso).sort()).toEqual(["date", "datetime"]);
	});

	it("stays small in a bundle", () => {
		const { outputFiles } = buildSync({
			stdin: {
				contents: `export * as z from "./z"`,
				resolveDir: join(__dirname, "../../../../contracts/schema"),
			},
			bundle: true,
			minify: true,
			write: false,
			format: "esm",
			platform: "node",
			mainFields: ["module", "main"],
		});
		expect(outputFiles[0]?.contents.byteLength).toBeLessThan(MOST);
	});
});
