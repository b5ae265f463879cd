import type { Contract } from "../contract";
import { nearest } from "../nearest";

/** The external systems that a service calls; one that only sends needs no address. */
export function calledSystems({ rules }: Pick<Contract, "rules">): string[] {
	const called = Object.values(rules).flatMap((rule) =>
		"calls" in rule ? [rule.calls] : [],
	);
	return [...new Set(called)];
}

/** Those whose secret signs what the service is sent. */
export function heardSystems({
	webhooks,
}: Pick<Contract, "webhooks">): string[] {
	return [...new Set(Object.values(webhooks).map(({ from }) => from))];
}

/** Addresses of systems that there are not, and systems that are called and have none. */
export function unfitSystems(
	systems: Readonly<Record<string, string>>,
	contracts: readonly Contract[],
): string[] {
	const known = contracts.flatMap(({ systems }) => Object.keys(systems));
	const unknown = Object.keys(systems)
		.filter((each) => !known.includes(each))
		.map((each) => {
			const close = nearest(each, known);
			const hint = close
				? `did you mean "${close}"?`
				: "drop it, also where it is Pulumi.yaml's default";
			return `systems has "${each}", which is no external system of a service: ${hint}`;
		});
	const missing = contracts.flatMap((contract) =>
		calledSystems(contract)
			.filter((each) => systems[each] === undefined)
			.map((each) => withoutAddress(contract.name, each)),
	);
	return [...unknown, ...missing];
}

export function withoutAddress(service: string, system: string): string {
	return `systems has no "${system}", which ${service} calls: set its address with \`pulumi config set --path systems.${system} https://…\``;
}
