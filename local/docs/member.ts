import type { Contract } from "../../contracts/contract";
import type { External } from "../../contracts/external";

export type Services = readonly Pick<
	Contract,
	"name" | "kind" | "owner" | "produces" | "consumes" | "api"
>[];

/** Who takes part in the picture: what its boxes say, and its arrows. */
export interface Member {
	name: string;
	kind: "service" | "external";
	lines: string[];
	produces: string[];
	consumes: string[];
	/** None where there is no API. */
	users: { lines: string[]; routes: number } | undefined;
}

export function membersOf(
	services: Services,
	externals: readonly External[],
): Member[] {
	return [...services.map(ofService), ...externals.map(ofExternal)];
}

const kinds = { bff: "BFF", control: "control", esg: "ESG" };

function ofService({
	name,
	kind,
	owner,
	produces,
	consumes,
	api,
}: Services[number]): Member {
	const routes = Object.values(api);
	const scopes = [...new Set(routes.flatMap(({ scopes }) => scopes))];
	const lines = ["users with", ...scopes];
	return {
		...{ name, kind: "service", lines: [name, kinds[kind], `owner: ${owner}`] },
		produces: Object.keys(produces),
		consumes: Object.keys(consumes),
		users: routes.length > 0 ? { lines, routes: routes.length } : undefined,
	};
}

function ofExternal({ name, produces }: External): Member {
	return {
		...{ name, kind: "external", lines: [name, "external"] },
		...{ produces: Object.keys(produces), consumes: [], users: undefined },
	};
}
