import type { Contract } from "./contract";

/**
 * The patterns of a trigger's mapping: changes of published rows that were made in this region. They say the same as the
 * function's own check. REMOVE has only an old image; rows without a stamp belong to the table's own region.
 * https://docs.aws.amazon.com/lambda/latest/dg/with-ddb-filtering.html
 */
export function streamFilters(
	contract: Pick<Contract, "rows">,
	{ region, tableRegion }: { region: string; tableRegion: string },
): string[] {
	const discriminator = {
		S: Object.entries(contract.rows)
			.filter(([, { kind }]) => kind === "published")
			.map(([name]) => name),
	};
	const changes = [
		{ eventName: ["INSERT", "MODIFY"], image: "NewImage" },
		{ eventName: ["REMOVE"], image: "OldImage" },
	];
	const stamps: object[] = [{ S: [region] }];
	if (region === tableRegion) stamps.push({ S: [{ exists: false }] });
	return changes.flatMap(({ eventName, image }) =>
		stamps.map((awsregion) =>
			JSON.stringify({
				eventName,
				dynamodb: { [image]: { discriminator, awsregion } },
			}),
		),
	);
}
