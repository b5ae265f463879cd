const stackType = "pulumi:pulumi:Stack";

export interface UrnParts {
	stack: string;
	project: string;
	/** With those of its parents: `a:b:C$d:e:F`. */
	qualifiedType: string;
	name: string;
}

export function parseUrn(urn: string): UrnParts {
	const [head = "", project = "", qualifiedType = "", ...name] =
		urn.split("::");
	const stack = head.replace("urn:pulumi:", "");
	return { stack, project, qualifiedType, name: name.join("::") };
}

/** As the engine makes it. https://www.pulumi.com/docs/iac/concepts/resources/names/#urns */
export function urnOf(
	parent: string,
	type: string,
	name: string,
	{ stack, project }: { stack: string; project: string },
): string {
	const parents = parent ? parseUrn(parent).qualifiedType : stackType;
	const qualifiedType = parents === stackType ? type : `${parents}$${type}`;
	return `urn:pulumi:${stack}::${project}::${qualifiedType}::${name}`;
}
