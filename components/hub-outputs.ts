import type * as pulumi from "@pulumi/pulumi";
import { RunError } from "@pulumi/pulumi/errors";
import * as z from "zod";
import { ToldOnce } from "./told-once";

/** What a stack tells of its hub in one region: its output `hubs`, docs/outputs.md. */
export interface JoinableHub {
	bus: { name: pulumi.Input<string>; arn: pulumi.Input<string> };
	/** The bucket for the content of events that are too large for the bus. */
	claims: { name: pulumi.Input<string>; arn: pulumi.Input<string> };
	/** The ARN of the key of sensitive fields, where the stack has one. */
	protectionKey?: pulumi.Input<string>;
}

const named = z.object({ name: z.string(), arn: z.string() });

/** More than this may be there: what a later Bulkhead adds is no reason to refuse. */
const schema = z.record(
	z.string(),
	z.object({
		bus: named,
		claims: named,
		protectionKey: z.string().optional(),
	}),
);

/** The same once it is known. */
export type KnownHub = z.infer<typeof schema>[string];

/** By region. */
type KnownHubs = Readonly<Record<string, KnownHub>>;

/** Refuses what Pulumi would not find, or find elsewhere than was meant. */
export function checkStackName(stack: string): void {
	if (/^[^/\s]+\/[^/\s]+\/[^/\s]+$/.test(stack)) return;
	throw new RunError(
		`the hub's stack is "${stack}", and must be named in full: set \`hub\` with \`pulumi config set hub <organization>/<project>/<stack>\`, as \`pulumi stack ls --all\` names it; where a backend has no organizations it is \`organization\` (docs/outputs.md)`,
	);
}

/** Out of a stack's output `hubs`. */
export function readHubs(output: unknown, stack: string): KnownHubs {
	if (output === undefined)
		throw new ToldOnce(
			`the stack ${stack} has no output "hubs": either it is not the hub's, or it was last deployed by a Bulkhead before that output; name another stack, or deploy this one again`,
		);
	const { data, error } = schema.safeParse(output);
	if (!data) {
		const [{ path, message } = { path: [], message: "" }] = error.issues;
		throw new ToldOnce(
			`the output "hubs" of the stack ${stack} is not what this Bulkhead reads (${[...path, message].join(": ")}): deploy that stack with the same version`,
		);
	}
	return data;
}

export function hubIn(
	region: string,
	hubs: KnownHubs,
	stack: string,
): KnownHub {
	const hub = hubs[region];
	if (hub) return hub;
	const there = Object.keys(hubs).join(", ") || "no region";
	throw new ToldOnce(
		`the stack ${stack} has no hub in ${region}, but in ${there}: change \`regions\` of this stack, or of that one`,
	);
}

/** The key for sensitive fields. */
export function keyIn(
	region: string,
	{ protectionKey }: KnownHub,
	stack: string,
): string {
	if (protectionKey) return protectionKey;
	throw new ToldOnce(
		`a service has sensitive fields, and the stack ${stack} has no key for them in ${region}, as none of its own services has any: add \`for (const hub of eventHubs) hub.protectionKey(eventHubs);\` to its index.ts above the outputs, and deploy it`,
	);
}

/** What the service does not hear of where it does not run; undefined if that is nothing. */
export function unheard(
	hubs: KnownHubs,
	{ stack, regions }: { stack: string; regions: readonly string[] },
): string | undefined {
	const others = Object.keys(hubs).filter((each) => !regions.includes(each));
	// A region without a hub is a mistake of its own.
	const runs = regions.every((region) => hubs[region]);
	if (others.length === 0 || !runs) return undefined;
	return `the stack ${stack} has a hub in ${others.join(", ")}, too: of events that are published there this stack hears nothing until its \`regions\` have ${others.length === 1 ? "it" : "them"}`;
}
