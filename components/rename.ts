import * as pulumi from "@pulumi/pulumi";
import { RunError } from "@pulumi/pulumi/errors";

const lost = "its table and secrets would be replaced by empty ones";
const read = "(docs/renames.md)";

/** All names of the aliases; throws where one is not known while the program runs: it could hide a rename. */
function namesIn(
	name: string,
	opts: pulumi.ComponentResourceOptions | undefined,
): string[] {
	return (opts?.aliases ?? []).flatMap((alias) => {
		const former = nameOf(alias);
		if (former === undefined) return [];
		if (typeof former === "string") return [former];
		throw new RunError(
			`the service ${name} has an alias that is an Output or a Promise: say it as { name: "<old>" } or as the text of its URN, as its old name decides whether it keeps its table ${read}`,
		);
	});
}

function nameOf(alias: pulumi.Input<pulumi.URN | pulumi.Alias>): unknown {
	if (typeof alias === "string") return alias.split("::").at(-1);
	const isLater = pulumi.Output.isInstance(alias) || alias instanceof Promise;
	if (isLater) return alias;
	return "name" in alias ? alias.name : undefined;
}

/** What a component was called before, by its aliases; a component that was only moved has none. */
export function formerNames(
	name: string,
	opts: pulumi.ComponentResourceOptions | undefined,
): string[] {
	return namesIn(name, opts).filter((former) => former !== name);
}

export interface Named {
	/** The component's. */
	name: string;
	contract: string;
	physicalName: string | undefined;
	opts: pulumi.ComponentResourceOptions | undefined;
}

/**
 * The one name that all of a service has in AWS, and a warning where it may be wrong. Aliases keep the state, and AWS would
 * still make everything anew whose name differs: what would lose data is refused.
 */
export function nameInCloud({ name, contract, physicalName, opts }: Named): {
	name: string;
	warning?: string;
} {
	const names = namesIn(name, opts);
	const former = formerNames(name, opts);
	if (former.length > 0) {
		const quoted = former.map((each) => `"${each}"`);
		const was = `the service ${name} was called ${former.join(", then ")}`;
		const say =
			former.length === 1
				? `say physicalName: ${quoted[0]}`
				: `say as physicalName the name that it was made with, one of ${quoted.join(", ")}`;
		if (physicalName === undefined)
			throw new RunError(`${was}: ${say}, or ${lost} ${read}`);
		// A service that got its first name back has an alias of it.
		if (physicalName === name && !names.includes(name))
			throw new RunError(
				`${was}, and its physicalName is the new name: ${say}, or ${lost}; if it was made as "${name}", add { name: "${name}" } to its aliases ${read}`,
			);
		if (physicalName !== name && !former.includes(physicalName))
			return {
				name: physicalName,
				warning: `${was}, and its physicalName is "${physicalName}": unless it was made with that name, ${lost} ${read}`,
			};
	}
	if (physicalName === undefined && contract !== name)
		throw new RunError(
			`the service ${name} has the contract of ${contract}: say physicalName: "${name}" or "${contract}", whichever it was made with, as all of it is called by one name in AWS; with the other ${lost} ${read}`,
		);
	return { name: physicalName ?? name };
}
