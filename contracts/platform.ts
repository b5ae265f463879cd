import { orphanedCollections, undecidedEvents } from "./checks/collections";
import { uncomparableSchemas, unmatchedEvents } from "./checks/events";
import { illegalGateways } from "./checks/gateway";
import { overLimits } from "./checks/limits";
import { eventLoops } from "./checks/loops";
import {
	doubledNames,
	illegalEventNames,
	illegalExternalName,
	illegalNames,
	reservedEventFields,
} from "./checks/names";
import { illegalRoutes } from "./checks/routes";
import { illegalFilters, illegalRouting } from "./checks/routing";
import { misusedRows } from "./checks/rows";
import { misusedMarks, undeclaredDecryption } from "./checks/sensitive";
import type { Contract } from "./contract";
import type { External } from "./external";

/** All that is wrong with the contracts of a platform, a sentence each. */
export class PlatformError extends Error {
	override name = "PlatformError";

	constructor(readonly problems: readonly string[]) {
		super(
			[
				`the contracts do not fit together (${problems.length}):`,
				...problems.map((problem) => `- ${problem}`),
			].join("\n"),
		);
		// Not a bug: the sentences say where to look, a stack would hide them.
		this.stack = `${this.name}: ${this.message}`;
	}
}

/**
 * Every service against its neighbours, when the program starts: so a preview and a pull request fail with sentences, all
 * of them at once, and nothing fails at run time that could be known here. Externals take part as producers only.
 */
export function platformProblems(
	contracts: readonly Contract[],
	externals: readonly External[] = [],
): string[] {
	return [
		...doubledNames([...contracts, ...externals]),
		...contracts.flatMap(illegalNames),
		...externals.flatMap(illegalExternalName),
		...contracts.flatMap(illegalEventNames),
		...[...contracts, ...externals].flatMap(reservedEventFields),
		...contracts.flatMap(overLimits),
		...contracts.flatMap(misusedRows),
		...contracts.flatMap(orphanedCollections),
		...contracts.flatMap(undecidedEvents),
		...contracts.flatMap(illegalGateways),
		...contracts.flatMap(misusedMarks),
		...undeclaredDecryption(contracts, externals),
		...contracts.flatMap(illegalRoutes),
		...[...contracts, ...externals].flatMap(uncomparableSchemas),
		...[...contracts, ...externals].flatMap(illegalRouting),
		...unmatchedEvents(contracts, externals),
		...illegalFilters(contracts, externals),
		...eventLoops(contracts),
	];
}

/** Throws a {@link PlatformError} that lists everything; otherwise gives the contracts back. */
export function checkPlatform<const C extends readonly Contract[]>(
	contracts: C,
	externals: readonly External[] = [],
): C {
	const problems = platformProblems(contracts, externals);
	if (problems.length > 0) throw new PlatformError(problems);
	return contracts;
}
