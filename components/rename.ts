import type * as pulumi from "@pulumi/pulumi";
import { RunError } from "@pulumi/pulumi/errors";

/** What a component was called before, by its aliases; a component that was only moved has none. */
export function formerNames(
	name: string,
	opts: pulumi.ComponentResourceOptions | undefined,
): string[] {
	return (opts?.aliases ?? []).flatMap((alias) => {
		const former =
			typeof alias === "string"
				? alias.split("::").at(-1)
				: "name" in alias && alias.name;
		return typeof former === "string" && former !== name ? [former] : [];
	});
}

/** Aliases keep the state, and AWS would still make everything anew whose name differs: first of all the table. */
export function checkRename(
	name: string,
	formerNames: readonly string[],
	physicalName: string | undefined,
): void {
	const [former] = formerNames;
	if (former === undefined || physicalName !== undefined) return;
	throw new RunError(
		`the service ${name} was called ${former}: say physicalName: "${former}", or its table and whatever else has that name would be replaced by an empty one (docs/renames.md)`,
	);
}
