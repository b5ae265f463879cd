import type { Contract } from "../contract";
import { eventPattern } from "../event-pattern";
import { limits } from "../limits";
import { streamFilters } from "../stream-filters";

/** No region has a longer name. */
const region = "ap-southeast-1";

/** What a contract's rule and filters would need more room for than AWS gives. */
export function overLimits(contract: Contract): string[] {
	const { name } = contract;
	const problems: string[] = [];
	const pattern = eventPattern(contract).length;
	if (pattern > limits.eventPatternLength)
		problems.push(
			`${name} consumes so many events, or filters them by so much, that its rule has ${pattern} characters, over EventBridge's ${limits.eventPatternLength}: split the service`,
		);
	const filters = streamFilters(contract, { region, tableRegion: region });
	const filter = Math.max(...filters.map(({ length }) => length));
	if (filter > limits.mappingFilterLength)
		problems.push(
			`${name} publishes so many rows that its filter has ${filter} characters, over Lambda's ${limits.mappingFilterLength}: split the service`,
		);
	return problems;
}
