import {
	mkdirSync,
	mkdtempSync,
	rmSync,
	utimesSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import {
	type Bundles,
	bundle,
	type FunctionSource,
} from "../../../../components/bundling";

/** A small program: two services, and a runtime with an internal module, a lazy one and one that few functions reach. */
const SOURCES = {
	"contracts/index.ts": `
		export const contract = (name: string) => ({ name });`,
	"runtime/internal/log.ts": `
		export const log = (text: string) => "logged " + text;`,
	"runtime/internal/kms.ts": `
		import { log } from "./log";
		export const decrypt = (text: string) => log("decrypted " + text);`,
	"runtime/rest.ts": `
		import { log } from "./internal/log";
		export const rest = (contract: { name: string }, reply: string) =>
			async () => log(contract.name + " " + reply);`,
	"runtime/trigger.ts": `
		import { log } from "./internal/log";
		export const trigger = (reply: string) => async () => {
			const { decrypt } = await import("./internal/kms");
			return log(decrypt(reply));
		};`,
	"runtime/job.ts": `
		export const job = (reply: string) => async () => reply;`,
	"functions/orders/contract.ts": `
		import { contract } from "../../contracts";
		export const orders = contract("orders");`,
	"functions/orders/model.ts": `
		export const reply = (id: string) => "order " + id;`,
	"functions/orders/rest.ts": `
		import { rest } from "../../runtime/rest";
		import { orders } from "./contract";
		import { reply } from "./model";
		export const handler = rest(orders, reply("1"));`,
	"functions/orders/trigger.ts": `
		import { trigger } from "../../runtime/trigger";
		import { reply } from "./model";
		export const handler = trigger(reply("2"));`,
	"functions/menu/job.ts": `
		import { job } from "../../runtime/job";
		export const handler = job("menu");`,
};

type Sources = Record<string, string>;

export const ORDERS = [
	{ name: "orders-rest", entry: "functions/orders/rest.ts" },
	{ name: "orders-trigger", entry: "functions/orders/trigger.ts" },
];
export const MENU = [{ name: "menu-job", entry: "functions/menu/job.ts" }];

const created: string[] = [];

/** The root of a new project: the small program with the given files added or replaced. */
export function project(changes: Sources = {}, name = "project"): string {
	const parent = mkdtempSync(join(tmpdir(), "bundling-"));
	created.push(parent);
	const root = join(parent, name);
	edit(root, { ...SOURCES, ...changes });
	return root;
}

export function edit(root: string, files: Sources): void {
	for (const [path, text] of Object.entries(files)) {
		mkdirSync(dirname(join(root, path)), { recursive: true });
		writeFileSync(join(root, path), text);
	}
}

export function age(root: string, year: number): void {
	const then = new Date(year, 1, 1);
	for (const path of Object.keys(SOURCES))
		utimesSync(join(root, path), then, then);
}

export function removeProjects(): void {
	for (const folder of created) rmSync(folder, { recursive: true });
	created.length = 0;
}

export function bundleAll(root: string): Promise<Bundles> {
	return bundleIn(root, [...ORDERS, ...MENU]);
}

/** With the small program's own runtime. */
export function bundleIn(
	root: string,
	functions: FunctionSource[],
): Promise<Bundles> {
	return bundle({ root, functions, library: root });
}

export function one(bundles: Bundles, name: string) {
	const found = bundles.functions.get(name);
	if (!found) throw new Error(`${name} was not bundled`);
	return found;
}

/** Name -> hash of each function. */
export function hashes({ functions }: Bundles): Record<string, string> {
	return Object.fromEntries(
		[...functions].map(([name, { sha256 }]) => [name, sha256]),
	);
}
