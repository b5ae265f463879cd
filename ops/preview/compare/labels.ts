import { account, computed, suffix } from "../record/computed";
import type { Registered } from "../record/recording";

/** ARNs that the recording has made up, told as the resources' names. */
export class Labels {
	/** The longest first, so that none is taken for another that begins with it. */
	private readonly known: [arn: string, label: string][];

	constructor(resources: readonly Registered[]) {
		this.known = resources
			.filter(({ custom }) => custom)
			.flatMap(({ type, name, inputs }) => {
				const made = computed({ type, name, inputs });
				const replicas: unknown[] = Array.isArray(made.replicas)
					? made.replicas
					: [];
				const where = replicas.length > 0 ? ` in ${inputs.region}` : "";
				const own = Object.entries(made)
					.filter(([key]) => /arn$/i.test(key) && !(key in inputs))
					.map(([key, arn]): [unknown, string] => [
						arn,
						labelled(name, key) + where,
					]);
				return [
					...own,
					...replicas.flatMap((each) => replicaLabels(name, each)),
				];
			})
			.flatMap(([arn, label]): [string, string][] =>
				typeof arn === "string" ? [[arn, label]] : [],
			)
			.sort(([a], [b]) => b.length - a.length || (a < b ? -1 : 1));
	}

	/** `arn:…:table/shop-dev-orders/index/*` is `orders-table/index/*`. */
	of(text: string): string {
		for (const [arn, label] of this.known)
			if (text.includes(arn))
				return this.of(text.replaceAll(arn, label)).replaceAll(suffix, "");
		return text.replaceAll(account, "<account>").replaceAll(suffix, "");
	}
}

function labelled(name: string, key: string): string {
	return key === "streamArn" ? `${name}'s stream` : name;
}

function replicaLabels(name: string, replica: unknown): [unknown, string][] {
	const { regionName, arn, streamArn } = { ...Object(replica) };
	return [
		[streamArn, `${name}'s stream in ${regionName}`],
		[arn, `${name} in ${regionName}`],
	];
}
