import { join } from "node:path";
import { type Outputs, reached } from "../../../../components/bundling/outputs";
import {
	compileRuntime,
	runtimeEntries,
} from "../../../../components/bundling/runtime-layer";

jest.setTimeout(60_000);

const root = join(__dirname, "../../../..");
let runtime: Outputs;

beforeAll(async () => {
	runtime = await compileRuntime(root, runtimeEntries(root));
});

/** What Node reads before a function's first event. */
function loadedAtStart(entry: string): string[] {
	const found = new Set([entry]);
	for (const name of found)
		for (const { path, kind } of runtime.get(name)?.imports ?? [])
			if (kind === "import-statement" && runtime.has(path)) found.add(path);
	return [...found];
}

const sourcesOf = (name: string): string[] =>
	JSON.parse(runtime.get(name)?.map ?? "{}").sources;

describe.each(["trigger.mjs", "listener.mjs", "rest.mjs"])("%s", (entry) => {
	it("loads nothing of S3 at its start, nor what only S3 needs", () => {
		const sources = loadedAtStart(entry).flatMap(sourcesOf);
		expect(sources.length).toBeGreaterThan(100);
		expect(
			sources.filter((each) => /client-s3|sdk-s3|AwsRestXml|md5/i.test(each)),
		).toEqual([]);
	});

	it("is under 480 KB with all that it loads at its start", () => {
		const bytes = loadedAtStart(entry)
			.map((name) => Buffer.byteLength(runtime.get(name)?.text ?? ""))
			.reduce((sum, each) => sum + each);
		expect(bytes).toBeLessThan(480 * 1000);
	});

	it("has S3 with it when it comes to that, as one file of its own", () => {
		expect(reached(runtime, [entry])).toContain("lazy-s3.mjs");
		expect(
			sourcesOf("lazy-s3.mjs").some((each) => each.includes("client-s3")),
		).toBe(true);
		expect(loadedAtStart("lazy-s3.mjs")).toEqual(["lazy-s3.mjs"]);
	});
});
