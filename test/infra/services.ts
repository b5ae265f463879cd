import * as pulumi from "@pulumi/pulumi";
import { EventHub, readSettings, Service } from "../../components";
import type { ServiceArgs } from "../../components/service";
import type { Contract } from "../../contracts";
import { type Run, run } from "./run";

/** Code that nobody wrote: what a service is made of follows from its contract alone. */
export const noCode = {
	of: () => ({
		archive: pulumi.output(new pulumi.asset.FileArchive(".")),
		handler: "index.handler",
	}),
};

export interface Made {
	contract: Contract;
	transform?: NonNullable<ServiceArgs["transform"]>;
	network?: ServiceArgs["network"];
	stack?: "dev" | "prod";
	preview?: boolean;
	/** Values that win. */
	config?: Record<string, unknown>;
}

export const regions = ["us-east-1", "us-west-2"] as const;
export const account = "123456789012";

/** One service and its hubs, in two regions, of the project `food`. */
export function made({
	contract,
	transform,
	network,
	stack = "prod",
	preview = false,
	config: more = {},
}: Made): Promise<Run> {
	const settings = {
		regions,
		tableRegion: "us-east-1",
		issuer: "https://login.food.example",
		audience: "food",
		systems: { processor: "https://api.processor.test" },
		...more,
	};
	const config = Object.fromEntries(
		Object.entries(settings).map(([key, value]) => [
			`food:${key}`,
			typeof value === "string" ? value : JSON.stringify(value),
		]),
	);
	return run({ project: "food", stack, preview, config }, () => {
		const settings = readSettings();
		const code = noCode;
		const hubs = settings.regions.map(
			(region) => new EventHub(`hub-${region}`, { region, settings, code }),
		);
		new Service(contract.name, {
			contract,
			code,
			hubs,
			settings,
			...(transform && { transform }),
			...(network && { network }),
		});
	});
}

/** A function's environment, of what it has beside what all have. */
export function variable(run: Run, fn: string, name: string): unknown {
	const found = run.resources.find(
		(resource) => resource.custom && resource.name === `${fn}-function`,
	);
	const { variables } = Object(found?.inputs.environment);
	const text: unknown = Object(variables)[name];
	return typeof text === "string" && text.startsWith("{")
		? JSON.parse(text)
		: text;
}
