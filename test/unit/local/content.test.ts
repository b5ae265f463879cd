import { Content } from "../../../local/resources/content";
import { sameValue } from "../../../local/resources/handler";

function content(files: Record<string, string>): Promise<Content> {
	const entries = Object.entries(files).map(
		([name, text]) => [name, Buffer.from(text)] as const,
	);
	return Content.of(async () => new Map(entries));
}

it("zips the same files to the same bytes, in whatever order they come", async () => {
	const [a, b] = await Promise.all([
		content({ "a.mjs": "1", "b.mjs": "2" }),
		content({ "b.mjs": "2", "a.mjs": "1" }),
	]);
	expect(await a.zip()).toEqual(await b.zip());
	expect(sameValue({ code: a }, { code: b })).toBe(true);
});

it.each([
	["another text", { "a.mjs": "2" }],
	["another name", { "b.mjs": "1" }],
	["another file", { "a.mjs": "1", "b.mjs": "" }],
])("differs by %s", async (_, files) => {
	const [a, b] = await Promise.all([content({ "a.mjs": "1" }), content(files)]);
	expect(sameValue(a, b)).toBe(false);
});
