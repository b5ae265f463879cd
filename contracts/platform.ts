import { uncomparableSchemas, unmatchedEvents } from "./checks/events";
import { overLimits } from "./checks/limits";
import { eventLoops } from "./checks/loops";
import { illegalNames } from "./checks/names";
import { illegalRoutes } from "./checks/routes";
import { misusedRows } from "./checks/rows";
import type { Contract } from "./contract";

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
 * of them at once, and nothing fails at run time that could be known here.
 */
export function platformProblems(contracts: readonly Contract[]): string[] {
	const names = contracts.map(({ name }) => name);
	const twice = names.filter((name, i) => names.indexOf(name) < i);
	return [
		...[...new Set(twice)].map((name) => `two services are named "${name}"`),
		...contracts.flatMap(illegalNames),
		...contracts.flatMap(overLimits),
		...contracts.flatMap(misusedRows),
		...contracts.flatMap(illegalRoutes),
		...contracts.flatMap(uncomparableSchemas),
		...unmatchedEvents(contracts),
		...eventLoops(contracts),
	];
}

/** Throws a {@link PlatformError} that lists everything; otherwise gives the contracts back. */
export function checkPlatform<const C extends readonly Contract[]>(
	contracts: C,
): C {
	const problems = platformProblems(contracts);
	if (problems.length > 0) throw new PlatformError(problems);
	return contracts;
}
