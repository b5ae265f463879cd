import type { Contract } from "../../contracts/contract";
import { type CollectedRow, collectedUnder } from "../../runtime/core/collect";
import { isVisible, type Row } from "../../runtime/core/rows";
import type { Cell } from "../cell";
import type { World } from "../world";
import { grouped } from "./grouped";

type Collecting = Extract<Contract["rules"][string], { collects: string }>;

/** What a region has of one key of a rule that collects. */
export interface KnownKey {
	name: string;
	rule: Collecting;
	key: string;
	/** Those that have not expired. */
	collected: CollectedRow[];
	decision: Row | undefined;
}

export function collectingRules({ rules }: Contract): [string, Collecting][] {
	return Object.entries(rules).flatMap(([name, rule]) =>
		"collects" in rule ? [[name, rule] as [string, Collecting]] : [],
	);
}

export function isEmission({ service }: Cell, row: Row | undefined): boolean {
	const kind = service.contract.rows[row?.discriminator ?? ""]?.kind;
	return kind === "emission";
}

/** All keys of which the region has something. */
export function keysOf(
	{ service, replica, region }: Cell,
	world: World,
): KnownKey[] {
	const rows = replica.rows();
	return collectingRules(service.contract).flatMap(([name, rule]) => {
		const isCollected = (row: Row): row is CollectedRow =>
			row.discriminator === rule.collects && isVisible(row, world.now(region));
		const its = rows.filter(isCollected);
		return [...grouped(its, ({ key }) => key)].map(([key, collected]) => {
			const pk = collectedUnder({ rule: name, key });
			const decision = rows.find(
				(row) => row.pk === pk && row.sk === "EMISSION",
			);
			return { name, rule, key, collected, decision };
		});
	});
}
