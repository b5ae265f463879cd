import type { Registered } from "../record/recording";

export interface Place {
	service: string;
	region: string;
}

export type PlaceOf = (resource: Registered) => Place;

const hub = "bulkhead:index:EventHub";
const stack = "pulumi:pulumi:Stack";

/** Where a resource belongs: the component at the top of the program that it is a part of, and its region. */
export class Places {
	private readonly byUrn: ReadonlyMap<string, Registered>;

	constructor(
		resources: readonly Registered[],
		private readonly regions: readonly string[],
	) {
		this.byUrn = new Map(resources.map((each) => [each.urn, each]));
	}

	of(resource: Registered): Place {
		const top = this.top(resource);
		const service = top.type === hub ? "hub" : top.name;
		return { service, region: this.regionOf(resource) };
	}

	/** Roles are of no region, but their names are; the first that is in it, as it may be about another one. */
	private regionOf({ name, inputs }: Registered): string {
		if (typeof inputs.region === "string") return inputs.region;
		const [first = ""] = this.regions
			.filter((region) => name.includes(region))
			.sort((a, b) => name.indexOf(a) - name.indexOf(b));
		return first;
	}

	private top(resource: Registered): Registered {
		const parent = this.byUrn.get(resource.parent);
		if (!parent || parent.type === stack) return resource;
		return this.top(parent);
	}
}
