// A process of its own evaluates one tree, with that tree's packages: nothing here may import them by itself.
import { createHmac } from "node:crypto";
import { createRequire } from "node:module";
import { join } from "node:path";
import { readStackConfig } from "../../../local/provision/stack-config";
import { collectStrays } from "../../../local/provision/strays";
import { sentence } from "../../../local/user-error";
import { contractRecords } from "./contracts";
import { lookUp } from "./look-up";
import { record } from "./recorder";
import type { Outcome, Recording } from "./recording";
import { bundleRecords, sourceHashes } from "./sources";

export interface Task {
	root: string;
	stack: string;
	/** Two secrets compare by a keyed hash, which tells nothing of them once the key is gone. */
	key: string;
}

async function recordTree({ root, stack, key }: Task): Promise<Recording> {
	const own = createRequire(join(root, "index.ts"));
	const { project, config, secrets } = readStackConfig({
		root,
		stack,
		concealed: "[secret]",
	});
	const strays = collectStrays();
	const run = await record(
		{
			pulumi: own("@pulumi/pulumi"),
			mocks: own("@pulumi/pulumi/runtime/mocks"),
		},
		{
			project,
			stack,
			config,
			secrets,
			dryRun: true,
			unknowns: false,
			conceal: (secret) => ({
				"[secret]": createHmac("sha256", key)
					.update(JSON.stringify(secret) ?? "")
					.digest("hex"),
			}),
			lookUp: (token, inputs) =>
				lookUp(token, inputs, config["aws:region"] ?? ""),
		},
		() => own(join(root, "index.ts")),
	);
	const [stray] = await strays.end();
	if (stray) throw stray;
	const { services, externals } = own(join(root, "functions/index.ts"));
	return {
		resources: run.resources.sort((a, b) => (a.urn < b.urn ? -1 : 1)),
		warnings: [...new Set(run.warnings)].sort(),
		contracts: contractRecords(services, externals, own("zod").toJSONSchema),
		bundles: bundleRecords(
			root,
			run.resources.map(({ inputs }) => inputs.code),
		),
		sources: sourceHashes(root),
		bundler: own("esbuild").version,
		regions: listOf(config[`${project}:regions`]),
		replacements: listOf(config[`${project}:replacements`]),
		providerSettings: Object.fromEntries(
			Object.entries(config).filter(([key]) => key.startsWith("aws:")),
		),
		concealedSettings: secrets,
	};
}

function listOf(json: string | undefined): string[] {
	try {
		const list: unknown = JSON.parse(json ?? "[]");
		return Array.isArray(list) ? list.map(String) : [];
	} catch {
		return [];
	}
}

/** Pulumi prints its own errors without a stack. */
function shown(error: unknown): string {
	if (!(error instanceof Error)) return String(error);
	if ("__pulumiRunError" in error) return error.message;
	return error.stack ?? sentence(error);
}

process.once("message", async (task: Task) => {
	const outcome: Outcome = await recordTree(task).then(
		(recording) => ({ recording }),
		(error: unknown) => ({ failure: shown(error) }),
	);
	process.send?.(outcome, () => process.disconnect());
});
