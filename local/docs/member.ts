import type { Contract } from "../../contracts/contract";
import type { External } from "../../contracts/external";
import { calledBy, clocksOf } from "./clocks";

export type Services = readonly Pick<
	Contract,
	| "name"
	| "kind"
	| "owner"
	| "produces"
	| "consumes"
	| "rules"
	| "api"
	| "systems"
	| "webhooks"
	| "jobs"
>[];

/** Who takes part in the picture: what its boxes say, and its arrows. */
export interface Member {
	name: string;
	kind: "service" | "external";
	lines: string[];
	/** What it does by the clock. */
	clocks: string[];
	produces: string[];
	consumes: string[];
	/** None where there is no API. */
	users: { lines: string[]; routes: number } | undefined;
	/** External systems: how many of its rules call one, and how many webhooks come from there. */
	systems: { name: string; calls: number; webhooks: number }[];
}

export function membersOf(
	services: Services,
	externals: readonly External[],
): Member[] {
	return [...services.map(ofService), ...externals.map(ofExternal)];
}

export const kinds = { bff: "BFF", control: "control", esg: "ESG" };

function ofService(service: Services[number]): Member {
	const { name, kind, owner, produces, consumes, api } = service;
	const routes = Object.values(api);
	const scopes = [...new Set(routes.flatMap(({ scopes }) => scopes))];
	const lines = ["users with", ...scopes];
	return {
		...{ name, kind: "service", lines: [name, kinds[kind], `owner: ${owner}`] },
		clocks: clocksOf(service).map(({ short }) => short),
		produces: Object.keys(produces),
		consumes: Object.keys(consumes),
		users: routes.length > 0 ? { lines, routes: routes.length } : undefined,
		systems: systemsOf(service),
	};
}

function systemsOf(service: Services[number]): Member["systems"] {
	const { systems, webhooks } = service;
	return Object.keys(systems).map((name) => ({
		name,
		calls: calledBy(service, name).length,
		webhooks: Object.values(webhooks).filter(({ from }) => from === name)
			.length,
	}));
}

function ofExternal({ name, produces }: External): Member {
	return {
		...{ name, kind: "external", lines: [name, "external"], clocks: [] },
		...{ produces: Object.keys(produces), consumes: [], users: undefined },
		systems: [],
	};
}
