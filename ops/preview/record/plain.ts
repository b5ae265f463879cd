import type * as pulumiSdk from "@pulumi/pulumi";
import { unknown } from "./recording";

export interface Secrecy {
	/** What stands for a secret, given its value; by default the value itself. */
	conceal?: (secret: unknown) => unknown;
}

type Pulumi = typeof pulumiSdk;

/** A value as the program gave it, so that two of them compare. */
export async function plain(
	given: unknown,
	pulumi: Pulumi,
	secrecy: Secrecy,
): Promise<unknown> {
	const value = await given;
	const again = (inner: unknown) => plain(inner, pulumi, secrecy);
	if (pulumi.runtime.isRpcSecret(value)) {
		const opened = await again(pulumi.runtime.unwrapRpcSecret(value));
		return secrecy.conceal ? secrecy.conceal(opened) : opened;
	}
	if (pulumi.isUnknown(value)) return unknown;
	if (Array.isArray(value)) return Promise.all(value.map(again));
	if (value === null || typeof value !== "object") return value;
	if (pulumi.asset.Asset.isInstance(value)) return contentOf("asset", value);
	if (pulumi.asset.Archive.isInstance(value)) {
		const parts: unknown = Object(value).assets;
		if (parts) return { archive: await again(parts) };
		return contentOf("archive", value);
	}
	const entries = Object.entries(value).map(
		async ([name, each]) => [name, await again(each)] as const,
	);
	return Object.fromEntries(await Promise.all(entries));
}

/** A file, an address or a text. */
async function contentOf(word: string, value: object): Promise<string> {
	const [where] = Object.entries(value).filter(([key]) =>
		["path", "uri", "text"].includes(key),
	);
	return `${word} ${await where?.[1]}`;
}
