import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, paginateScan } from "@aws-sdk/lib-dynamodb";
import stringify from "safe-stable-stringify";
import type { Platform } from "../../../local/platform";
import type { Clients } from "../../../local/resources/clients";
import type { Row } from "../../../runtime/core/rows";

/** All rows of all services' tables, as each region has them. */
export class Tables {
	private constructor(
		private readonly rows: ReadonlyMap<string, ReadonlyMap<string, Row>>,
		readonly regions: readonly string[],
		readonly services: readonly string[],
	) {}

	static async read(
		clients: Clients,
		{ outputs }: Pick<Platform, "outputs">,
	): Promise<Tables> {
		const regions = Object.keys(outputs.buses);
		const rows = new Map<string, Map<string, Row>>();
		for (const region of regions)
			for (const [service, table] of Object.entries(outputs.tables)) {
				const found = await scan(clients.get(DynamoDBClient, region), table);
				const keyed = found.map((row) => [keyOf(row.pk, row.sk), row] as const);
				rows.set(keyOf(service, region), new Map(keyed));
			}
		return new Tables(rows, regions, Object.keys(outputs.tables));
	}

	row(service: string, region: string, pk: string, sk: string) {
		return this.all(service, region).get(keyOf(pk, sk));
	}

	/** Those of a kind. */
	of(service: string, region: string, discriminator: string): Row[] {
		return [...this.all(service, region).values()].filter(
			(row) => row.discriminator === discriminator,
		);
	}

	/** How many rows there are of everything, in one region. */
	size(region: string): number {
		const sizes = this.services.map((each) => this.all(each, region).size);
		return sizes.reduce((sum, n) => sum + n, 0);
	}

	/** Rows that are not the same in all regions, by their clocks or anything else. */
	differences(): string[] {
		const [first = "", ...others] = this.regions;
		return this.services.flatMap((service) =>
			others.flatMap((other) => {
				const [here, there] = [
					this.all(service, first),
					this.all(service, other),
				];
				return [...new Set([...here.keys(), ...there.keys()])]
					.filter(
						(key) => stringify(here.get(key)) !== stringify(there.get(key)),
					)
					.map(
						(key) =>
							`${service} ${key}: ${stringify(here.get(key))} in ${first}, ${stringify(there.get(key))} in ${other}`,
					);
			}),
		);
	}

	private all(service: string, region: string): ReadonlyMap<string, Row> {
		return this.rows.get(keyOf(service, region)) ?? new Map();
	}
}

async function scan(base: DynamoDBClient, TableName: string): Promise<Row[]> {
	const client = DynamoDBDocumentClient.from(base);
	const rows: Row[] = [];
	// Only the repository writes the tables.
	for await (const { Items = [] } of paginateScan({ client }, { TableName }))
		rows.push(...(Items as Row[]));
	return rows;
}

const keyOf = (a: string, b: string) => JSON.stringify([a, b]);
