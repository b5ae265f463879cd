// Values as the engine sends them, and as the handlers take them.
import * as pulumi from "@pulumi/pulumi";
import * as rpc from "@pulumi/pulumi/runtime/rpc";
import { bytesOf, filesOf } from "../provision/plain";
import { Content } from "../resources/content";
import type { Properties } from "../resources/handler";

// https://github.com/pulumi/pulumi/blob/master/sdk/go/common/resource/plugin/rpc.go
const unknowns: ReadonlySet<unknown> = new Set([
	"1c4a061d-8072-4f0a-a4cb-0ff528b18fe7", // a boolean
	"3eeb2bf0-c639-47a8-9e75-3b44932eb421", // a number
	rpc.unknownValue,
	"6a19a0b0-7e62-4c92-b797-7f8e31da9cc2", // a list
	"030794c1-ac77-496b-92df-f27374a8bd58", // an asset
	"e48ece36-62e2-4504-bad9-02848725956a", // an archive
	"dd056dcd-154b-4c76-9bd3-c8f88648b5ff", // an object
]);

/** Stands for what is not known yet. */
export const unknown: string = rpc.unknownValue;

export function isUnknown(value: unknown): boolean {
	return unknowns.has(value);
}

/** Whether it, or anything in it, is not known yet. */
export function holdsUnknown(value: unknown): boolean {
	if (Array.isArray(value)) return value.some(holdsUnknown);
	if (isObject(value)) return Object.values(value).some(holdsUnknown);
	return isUnknown(value);
}

/** Assets and archives become content by the engine's hash: what they are made of is read when it is needed. */
export function plain(values: Properties, root: string): Properties {
	const entries = Object.entries(values)
		.filter(([, value]) => value !== null && value !== undefined)
		.map(([name, value]) => [name, plainValue(value, root)]);
	return Object.fromEntries(entries);
}

function plainValue(value: unknown, root: string): unknown {
	if (Array.isArray(value)) return value.map((item) => plainValue(item, root));
	if (!isObject(value)) return value;
	const hash = String(value.hash);
	if (value[rpc.specialSigKey] === rpc.specialAssetSig)
		return new Content(
			hash,
			async () => new Map([["", await bytesOf(assetOf(value), root)]]),
		);
	if (value[rpc.specialSigKey] === rpc.specialArchiveSig)
		return new Content(hash, () => filesOf(archiveOf(value), root));
	return plain(value, root);
}

/** So that two of them compare: an asset or archive is its hash, wherever it lies. */
export function comparable(value: unknown): unknown {
	return plainValue(value ?? undefined, "");
}

function assetOf({ path, text }: Properties): pulumi.asset.Asset {
	return path
		? new pulumi.asset.FileAsset(String(path))
		: new pulumi.asset.StringAsset(String(text ?? ""));
}

function archiveOf({ path, assets }: Properties): pulumi.asset.Archive {
	if (path) return new pulumi.asset.FileArchive(String(path));
	const parts = Object.entries(isObject(assets) ? assets : {}).map(
		([name, part]) => {
			const values = isObject(part) ? part : {};
			const isArchive = values[rpc.specialSigKey] === rpc.specialArchiveSig;
			return [name, isArchive ? archiveOf(values) : assetOf(values)];
		},
	);
	return new pulumi.asset.AssetArchive(Object.fromEntries(parts));
}

export function isObject(value: unknown): value is Properties {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A value for people, cut where it is long. */
export function spelt(value: unknown): string {
	const text = JSON.stringify(value) ?? String(value);
	return text.length > 60
		? `${text.slice(0, 60)}… (${text.length} characters)`
		: text;
}
