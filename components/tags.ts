import type { Settings } from "./settings";

/** The tags of every resource that can have them. */
export function tagsOf(
	{ project, stack }: Pick<Settings, "project" | "stack">,
	{ service, owner }: { service: string; owner: string },
): Record<string, string> {
	return { project, stack, service, owner, "managed-by": "pulumi" };
}
