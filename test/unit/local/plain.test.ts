import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { zipSync } from "fflate";
import { plain, plainProperties } from "../../../local/provision/plain";
import { Content } from "../../../local/resources/content";

let root: string;

beforeAll(() => {
	root = mkdtempSync(join(tmpdir(), "plain-"));
	mkdirSync(join(root, "code/lib"), { recursive: true });
	writeFileSync(join(root, "code/index.mjs"), "main");
	writeFileSync(join(root, "code/lib/a.mjs"), "a");
});
afterAll(() => rmSync(root, { recursive: true }));

function secret(value: unknown) {
	return {
		"4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
		value,
	};
}

async function filesOf(value: unknown): Promise<Record<string, string>> {
	const content = await plain(value, root);
	if (!(content instanceof Content)) throw new Error("no content");
	const files = [...(await content.files())].map(([name, bytes]) => [
		name,
		Buffer.from(bytes).toString(),
	]);
	return Object.fromEntries(files);
}

it.each([
	["a value", 1, 1],
	["a promise", Promise.resolve("a"), "a"],
	["an output", pulumi.output({ a: [1] }), { a: [1] }],
	["a secret", secret("s"), "s"],
	["a secret inside a secret", secret({ a: secret(["s"]) }), { a: ["s"] }],
	["null", null, undefined],
])("opens %s", async (_, given, expected) => {
	expect(await plain(given, root)).toEqual(expected);
});

it("leaves out what is undefined", async () => {
	const given = { a: undefined, b: false, c: { d: undefined } };
	expect(await plainProperties(given, root)).toStrictEqual({
		b: false,
		c: {},
	});
});

it.each([
	["a folder", new pulumi.asset.FileArchive("code")],
	[
		"assets and archives",
		new pulumi.asset.AssetArchive({
			"index.mjs": new pulumi.asset.FileAsset("code/index.mjs"),
			lib: new pulumi.asset.AssetArchive({
				"a.mjs": new pulumi.asset.StringAsset("a"),
			}),
		}),
	],
	[
		"a folder inside an archive",
		new pulumi.asset.AssetArchive({
			".": new pulumi.asset.FileArchive("code"),
		}),
	],
])("reads the files of %s", async (_, archive) => {
	expect(await filesOf(archive)).toEqual({
		"index.mjs": "main",
		"lib/a.mjs": "a",
	});
});

it("reads the files of a zip", async () => {
	const bytes = zipSync({ "index.mjs": Buffer.from("main") });
	writeFileSync(join(root, "code.zip"), bytes);
	expect(await filesOf(new pulumi.asset.FileArchive("code.zip"))).toEqual({
		"index.mjs": "main",
	});
});
