import type { Contract } from "./contract";
import { isPublished } from "./rows";

/**
 * The patterns of a trigger's mapping: changes of published rows that were made in this region, events that a rule collects,
 * and rows of this region that a write of another one replaced. They say the same as the function's own checks. REMOVE has only an old image; rows
 * without a stamp belong to the table's own region. A mapping takes five patterns at most.
 * https://docs.aws.amazon.com/lambda/latest/dg/with-ddb-filtering.html
 */
export function streamFilters(
	contract: Pick<Contract, "rows">,
	{ region, tableRegion }: { region: string; tableRegion: string },
): string[] {
	const names = Object.entries(contract.rows)
		.filter(([, { kind }]) => isPublished(kind))
		.map(([name]) => name);
	const collected = Object.entries(contract.rows)
		.filter(([, { kind }]) => kind === "collected")
		.map(([name]) => name);
	const discriminator = { S: names };
	const changes = [
		{ eventName: ["INSERT", "MODIFY"], image: "NewImage" },
		{ eventName: ["REMOVE"], image: "OldImage" },
	];
	const unstamped = region === tableRegion ? [{ exists: false }] : [];
	const awsregion = { S: [region, ...unstamped] };
	const published = changes.map(({ eventName, image }) => ({
		eventName,
		dynamodb: { [image]: { discriminator, awsregion } },
	}));
	/** Whether the replaced row is the greater one is for the function to see: a pattern cannot compare two images. */
	const replaced = {
		eventName: ["MODIFY"],
		dynamodb: {
			OldImage: { awsregion: { S: [region] } },
			NewImage: { awsregion: { S: [{ "anything-but": [region] }] } },
		},
	};
	/** Those that came from another region, too: each region may hold half of what a rule waits for. */
	const waited = {
		eventName: ["INSERT"],
		dynamodb: { NewImage: { discriminator: { S: collected } } },
	};
	// An empty list is no pattern.
	const patterns = [
		...(names.length > 0 ? published : []),
		...(collected.length > 0 ? [waited] : []),
		replaced,
	];
	return patterns.map((pattern) => JSON.stringify(pattern));
}
