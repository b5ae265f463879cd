import type { BundleRecord, Recording } from "../record/recording";
import type { CodeChange } from "../report";

type Tree = Pick<Recording, "bundles" | "sources" | "bundler">;

/** Why a function's archive is another one: the files and packages that it is made of, and its size. */
export function codeChange(
	before: Tree,
	after: Tree,
	/** The input `code`, before and after. */
	code: [unknown, unknown],
): CodeChange | undefined {
	const old = before.bundles[String(code[0])];
	const now = after.bundles[String(code[1])];
	if (!old || !now) return undefined;
	// A base whose bundling keeps no maps says nothing of its sources.
	const isTold = [old, now].every(
		({ sources }) => Object.keys(sources).length > 0,
	);
	const because = isTold ? reasons(old, now) : [];
	return {
		because: because.length > 0 ? because : remote(before, after),
		bytesBefore: old.bytes,
		bytesAfter: now.bytes,
	};
}

function reasons(old: BundleRecord, now: BundleRecord): string[] {
	const names = new Set([
		...Object.keys(old.sources),
		...Object.keys(now.sources),
	]);
	return [...names].sort().flatMap((name) => {
		const [was, is] = [old.sources[name], now.sources[name]];
		return was === is ? [] : [described(name, was, is)];
	});
}

function described(
	name: string,
	was: string | undefined,
	is: string | undefined,
): string {
	// A file's path has an extension, a package's name has none that counts; only a package has a version.
	const isPackage = !/\.[cm]?[jt]sx?$|\.json$/.test(name);
	if (was === undefined)
		return isPackage ? `${name} ${is} (new)` : `${name} (new)`;
	if (is === undefined) return `${name} (gone)`;
	return isPackage ? `${name} ${was} → ${is}` : name;
}

/** Where none of them changed: a constant of another file, which esbuild puts in its place, or esbuild itself. */
function remote(before: Tree, after: Tree): string[] {
	if (before.bundler !== after.bundler)
		return [`esbuild ${before.bundler} → ${after.bundler}`];
	const paths = new Set([
		...Object.keys(before.sources),
		...Object.keys(after.sources),
	]);
	return [...paths]
		.sort()
		.filter((path) => before.sources[path] !== after.sources[path])
		.map((path) => `${path} (perhaps)`);
}
