import * as pulumi from "@pulumi/pulumi";
import type { Settings } from "./settings";

/** What every component of one service in one region is made with. */
export interface RegionalArgs {
	/** Every regional child gets it: one provider serves all regions. */
	region: string;
	settings: Settings;
	/** Tags of every child that can have them. */
	tags: Record<string, string>;
}

/** Changes a child's arguments before it is made: whatever this library does not offer, or decides otherwise. */
export type Transform<Args> = (args: Args) => Args;

export function transformed<Args>(
	args: Args,
	transform: Transform<Args> | undefined,
): Args {
	return transform ? transform(args) : args;
}

/** Warns where an argument, as it is after all transforms, does not protect; what is not known yet is not judged. */
export function warnUnless<Argument>(
	resource: pulumi.Resource,
	argument: Argument,
	protects: (value: pulumi.Unwrap<Argument>) => boolean,
	/** What is off, and what then happens. */
	otherwise: string,
): void {
	pulumi.output(argument).apply((value) => {
		if (!protects(value)) pulumi.log.warn(otherwise, resource);
	});
}

/**
 * Base of all components: token `bulkhead:index:<Type>`. A protection that is switched off says so at every preview, with
 * the reason why it is there.
 */
export abstract class Component extends pulumi.ComponentResource {
	constructor(
		type: string,
		name: string,
		opts: pulumi.ComponentResourceOptions | undefined,
	) {
		super(`bulkhead:index:${type}`, name, {}, opts);
	}

	protected warnUnless<Argument>(
		argument: Argument,
		protects: (value: pulumi.Unwrap<Argument>) => boolean,
		/** What is off, and what then happens. */
		otherwise: string,
	): void {
		warnUnless(this, argument, protects, otherwise);
	}
}
