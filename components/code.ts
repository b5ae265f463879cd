import * as pulumi from "@pulumi/pulumi";
import type { Contract } from "../contracts/contract";
import { type Bundles, bundle, type FunctionSource } from "./bundling";

/** The code of one function, for `lambda.Function`. */
export interface FunctionCode {
	archive: pulumi.Output<pulumi.asset.Archive>;
	handler: string;
}

export type FunctionKind = "rest" | "listener" | "trigger" | "webhook" | "job";

/**
 * Which functions a service has follows from its contract. The trigger also writes back views that replication has set back, so
 * a service that only listens has one, too; a job also makes the calls again that have failed.
 */
export function functionKinds({
	api,
	rules,
	produces,
	webhooks,
	jobs,
}: Pick<
	Contract,
	"api" | "rules" | "produces" | "webhooks" | "jobs"
>): FunctionKind[] {
	const calling = Object.entries(rules).filter(([, rule]) => "calls" in rule);
	const has = {
		rest: api,
		listener: rules,
		trigger: { ...produces, ...rules },
		webhook: webhooks,
		job: { ...jobs, ...Object.fromEntries(calling) },
	};
	const kinds: FunctionKind[] = [
		"rest",
		"listener",
		"trigger",
		"webhook",
		"job",
	];
	return kinds.filter((kind) => Object.keys(has[kind]).length > 0);
}

/** All functions of the program: those of the services, and the hub's. */
export function functionSources(
	contracts: readonly Contract[],
): FunctionSource[] {
	const ofServices = contracts.flatMap((contract) =>
		functionKinds(contract).map((kind) => ({
			name: `${contract.name}-${kind}`,
			entry: entryOf(contract, kind),
		})),
	);
	const ofHubs = [
		{ name: "fault-monitor", entry: "runtime/hub/fault-monitor.ts" },
		{ name: "hub-drain", entry: "runtime/hub/drain.ts" },
	];
	return [...ofServices, ...ofHubs];
}

/** A trigger that has nothing to publish is the same for every service. */
function entryOf({ name, produces }: Contract, kind: FunctionKind): string {
	return kind === "trigger" && Object.keys(produces).length === 0
		? "runtime/hub/repairer.ts"
		: `functions/${name}/${kind}.ts`;
}

/** The bundled code of the program; made while the rest of the program runs. */
export class Code {
	private readonly bundles: Promise<Bundles>;

	constructor(contracts: readonly Contract[], root: string) {
		const functions = functionSources(contracts);
		this.bundles = bundle({ root, functions });
	}

	of(name: string): FunctionCode {
		const archive = this.bundles.then(({ functions }) => {
			const bundle = functions.get(name);
			if (!bundle) throw new Error(`no function is named ${name}`);
			return new pulumi.asset.FileArchive(bundle.archive);
		});
		return { archive: pulumi.output(archive), handler: "index.handler" };
	}
}
