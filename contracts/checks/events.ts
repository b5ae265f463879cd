import type { Contract } from "../contract";
import type { External } from "../external";
import { mismatches } from "../schema/mismatch";
import { outsideSubset } from "../schema/subset";
import type { ZodType } from "../schema/z";

/** Schemas that cannot be compared, whoever their partner is. */
export function uncomparableSchemas({
	name,
	produces,
	consumes = {},
}: External & Partial<Pick<Contract, "consumes">>): string[] {
	const schemas = [...Object.entries(produces), ...Object.entries(consumes)];
	return schemas.flatMap(([type, { schema }]) =>
		outsideSubset(schema).map(
			({ path, reason }) => `${name}: ${type}: ${path}: ${reason}`,
		),
	);
}

/** Consumed events that nobody produces, events with two owners, consumers that may refuse what is sent. */
export function unmatchedEvents(
	contracts: readonly Contract[],
	externals: readonly External[],
): string[] {
	const producers = new Map<string, External>();
	const problems: string[] = [];
	for (const producer of [...contracts, ...externals])
		for (const type of Object.keys(producer.produces)) {
			const other = producers.get(type);
			if (other)
				problems.push(
					`${type} is produced by ${other.name} and by ${producer.name}: an event has one owner, rename one of the two`,
				);
			else producers.set(type, producer);
		}
	for (const contract of contracts)
		for (const type of Object.keys(contract.consumes))
			problems.push(...unmatched(contract, type, producers.get(type)));
	return problems;
}

function unmatched(
	{ name, consumes, produces }: Contract,
	type: string,
	producer: External | undefined,
): string[] {
	if (type in produces)
		return [
			`${name} consumes ${type}, its own event, which a service ignores: drop it from what it consumes`,
		];
	const produced = producer?.produces[type];
	const consumed = consumes[type];
	if (!producer || !produced || !consumed)
		return [
			`${name} consumes ${type}, which nobody produces: add it to its producer's contract, or declare the producer as external`,
		];
	return mayRefuse(produced.schema, consumed.schema, consumed.trust).map(
		(reason) => `${name} may refuse ${type} of ${producer.name}: ${reason}`,
	);
}

/** What is not proven to fit. Trust is for what cannot be decided, not for what is known to be refused. */
function mayRefuse(sent: ZodType, wanted: ZodType, trust?: string): string[] {
	const outside = [...outsideSubset(sent), ...outsideSubset(wanted)];
	// Said already, as a schema that cannot be compared.
	const isSaid = (at: string) => outside.some(({ path }) => path === at);
	return mismatches(sent, wanted).flatMap(({ path, reason, kind }) => {
		if (kind === "incompatible") return `${path}: ${reason}`;
		if (trust || isSaid(path)) return [];
		return `${path}: ${reason} If it is right all the same, say why in \`trust\`.`;
	});
}
