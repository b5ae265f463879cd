import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import * as z from "zod";
import { localConfig, type Parties } from "../parties";
import type { StackConfigOptions } from "../provision/stack-config";

interface OverlayOptions extends StackConfigOptions {
	/** Where it is written; it must be there. */
	folder: string;
	parties: Parties;
}

const providerFolder = join(__dirname, "../provider");

const plugins = z
	.object({ providers: z.array(z.looseObject({ name: z.string() })).nullish() })
	.nullish();

/**
 * A Pulumi.yaml beside the project's own, which stays as it is: it names the same program and the provider of this
 * machine. And the stack's settings, with this machine's parties.
 */
export function writeOverlay({ folder, parties, ...options }: OverlayOptions) {
	const { root, stack } = options;
	const { config } = localConfig(options, parties);
	const project = parse(readFileSync(join(root, "Pulumi.yaml"), "utf8"));
	const others = plugins
		.parse(project.plugins)
		?.providers?.filter(({ name }) => name !== "aws");
	const write = (file: string, content: object) =>
		writeFileSync(join(folder, file), stringify(content));
	write("Pulumi.yaml", {
		...project,
		main: join(root, project.main ?? ""),
		plugins: {
			...project.plugins,
			providers: [...(others ?? []), { name: "aws", path: providerFolder }],
		},
	});
	write(`Pulumi.${stack}.yaml`, { config: structured(config) });
}

/** The CLI checks the types that Pulumi.yaml declares: of a list or an object the text is not enough. */
function structured(config: Record<string, string>): Record<string, unknown> {
	const entries = Object.entries(config).map(([key, text]) => [
		key,
		/^[[{]/.test(text) ? JSON.parse(text) : text,
	]);
	return Object.fromEntries(entries);
}
