import { readdir, readFile } from "node:fs/promises";
import { isAbsolute, join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { unzipSync } from "fflate";
import { Content, type Files } from "../resources/content";
import type { Properties } from "../resources/handler";

// How a secret travels between a program and the engine: https://github.com/pulumi/pulumi/blob/master/sdk/nodejs/runtime/rpc.ts
const signatureKey = "4dabf18193072939515e22adb298388d";
const secretSignature = "1b47061264138c4ac30d75fd1eb44270";

/** A resource's inputs as a handler takes them: secrets opened, assets and archives as content, resources as their id. */
export async function plainProperties(
	inputs: object,
	root: string,
): Promise<Properties> {
	const entries = await Promise.all(
		Object.entries(inputs).map(async ([name, value]) => [
			name,
			await plain(value, root),
		]),
	);
	return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

/** Relative paths of assets start at `root`. */
export async function plain(given: unknown, root: string): Promise<unknown> {
	const value = await given;
	if (value === null || typeof value !== "object") return value ?? undefined;
	if (Array.isArray(value)) {
		return Promise.all(value.map((item) => plain(item, root)));
	}
	if (isSecret(value)) return plain(value.value, root);
	if (pulumi.Output.isInstance(value)) return plain(await settled(value), root);
	if (pulumi.CustomResource.isInstance(value)) return plain(value.id, root);
	if (pulumi.asset.Asset.isInstance(value)) {
		const asset = value;
		return Content.of(async () => new Map([["", await bytesOf(asset, root)]]));
	}
	if (pulumi.asset.Archive.isInstance(value)) {
		const archive = value;
		return Content.of(() => filesOf(archive, root));
	}
	return plainProperties(value, root);
}

function isSecret(value: object): value is { value: unknown } {
	return (
		signatureKey in value &&
		value[signatureKey] === secretSignature &&
		"value" in value
	);
}

function settled<T>(output: pulumi.Output<T>): Promise<unknown> {
	return new Promise((resolve) => {
		output.apply(resolve);
	});
}

export async function bytesOf(
	asset: pulumi.asset.Asset,
	root: string,
): Promise<Uint8Array> {
	if ("text" in asset) return Buffer.from(String(await asset.text));
	if ("path" in asset) return readFile(at(root, await asset.path));
	throw new Error("An asset from a URL is not supported on this machine");
}

export async function filesOf(
	archive: pulumi.asset.Archive,
	root: string,
): Promise<Files> {
	if ("path" in archive) return filesAt(at(root, await archive.path));
	if (!("assets" in archive)) {
		throw new Error("An archive from a URL is not supported on this machine");
	}
	const assets: unknown = await archive.assets;
	const parts = Object.entries(assets ?? {}).map(async ([name, part]) => {
		const content = await part;
		if (pulumi.asset.Asset.isInstance(content)) {
			return new Map([[name, await bytesOf(content, root)]]);
		}
		return within(name, await filesOf(content, root));
	});
	return new Map((await Promise.all(parts)).flatMap((files) => [...files]));
}

/** A folder, or a zip file. */
async function filesAt(path: string): Promise<Files> {
	if (path.endsWith(".zip")) {
		return new Map(Object.entries(unzipSync(await readFile(path))));
	}
	const found = await readdir(path, { recursive: true, withFileTypes: true });
	const files = found
		.filter((entry) => entry.isFile())
		.map(async (entry): Promise<[string, Uint8Array]> => {
			const file = join(entry.parentPath, entry.name);
			return [file.slice(path.length + 1), await readFile(file)];
		});
	return new Map(await Promise.all(files));
}

function within(folder: string, files: Files): Files {
	if (folder === ".") return files;
	return new Map(
		[...files].map(([name, bytes]) => [`${folder}/${name}`, bytes]),
	);
}

function at(root: string, path: unknown): string {
	const text = String(path);
	return isAbsolute(text) ? text : join(root, text);
}
