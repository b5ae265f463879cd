import type { Contract } from "../contract";
import { mismatches } from "../schema/mismatch";
import { outsideSubset } from "../schema/subset";

/** Schemas that cannot be compared, whoever their partner is. */
export function uncomparableSchemas({
	name,
	produces,
	consumes,
}: Contract): string[] {
	const schemas = [...Object.entries(produces), ...Object.entries(consumes)];
	return schemas.flatMap(([type, { schema }]) =>
		outsideSubset(schema).map(
			({ path, reason }) => `${name}: ${type}: ${path}: ${reason}`,
		),
	);
}

/** Consumed events that nobody produces, events with two owners, consumers that may refuse what is sent. */
export function unmatchedEvents(contracts: readonly Contract[]): string[] {
	const producers = new Map<string, Contract>();
	const problems: string[] = [];
	for (const contract of contracts)
		for (const type of Object.keys(contract.produces)) {
			const other = producers.get(type);
			if (other)
				problems.push(
					`${type} is produced by ${other.name} and by ${contract.name}: an event has one owner`,
				);
			producers.set(type, contract);
		}
	for (const contract of contracts)
		for (const [type, consumed] of Object.entries(contract.consumes)) {
			const producer = producers.get(type);
			const produced = producer?.produces[type];
			if (!producer || !produced) {
				problems.push(
					`${contract.name} consumes ${type}, which no service produces: add its producer, or declare it as external`,
				);
				continue;
			}
			if (producer === contract)
				problems.push(
					`${contract.name} consumes ${type}, its own event: a service ignores what it sent itself`,
				);
			if (consumed.trust) continue;
			for (const { path, reason } of mismatches(
				produced.schema,
				consumed.schema,
			))
				problems.push(
					`${contract.name} may refuse ${type} of ${producer.name}: ${path}: ${reason}`,
				);
		}
	return problems;
}
