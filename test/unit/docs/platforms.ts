import { z } from "../../../contracts";
import { contract } from "../../../contracts/contract";
import { consumed, produced } from "../../../contracts/event";
import { job } from "../../../contracts/job";
import { route } from "../../../contracts/route";
import { internal, materialized, published } from "../../../contracts/rows";
import { system, webhook } from "../../../contracts/system";
import type { Rect } from "../../../local/docs/drawing";

const body = { thing: z.object({ id: z.string() }) };

/** A service without events, and with an API only if it is asked for. */
export function quiet(name: string, routes: number) {
	const api = Array.from({ length: routes }, (_, i) => [
		`GET /things-${i}`,
		route({ summary: "Some things", scopes: [`${name}:read`] }),
	]);
	return contract({
		...{ name, kind: "bff", owner: `${name}s`, rows: {} },
		api: Object.fromEntries(api),
	});
}

/** `count` services, each of which hears all that the one before it says. */
export function chain(count: number) {
	const nameOf = (i: number) => `service-${(i + count) % count}`;
	return Array.from({ length: count }, (_, i) => {
		const events = Array.from({ length: 1 + (i % 4) }, (_, n) => n);
		const heard = Array.from(
			{ length: 1 + ((i + count - 1) % 4) },
			(_, n) => n,
		);
		return {
			...quiet(nameOf(i), i % 3),
			rows: { thing: published({}), view: materialized({}) },
			produces: Object.fromEntries(
				events.map((n) => [
					`${nameOf(i)}-changed.v${n}`,
					produced({ from: "thing", on: ["created"], body }),
				]),
			),
			consumes: Object.fromEntries(
				heard.map((n) => [
					`${nameOf(i - 1)}-changed.v${n}`,
					consumed({ body }),
				]),
			),
		};
	});
}

/** A service with an external system and a clock. */
export const gateway = contract({
	...{ name: "bank-gateway", kind: "esg", owner: "money" },
	rows: { transfer: internal({}), told: published({}) },
	consumes: { "thing-sold": consumed({ body }) },
	rules: { ask: { on: ["thing-sold"], calls: "bank", intends: "transfer" } },
	systems: { bank: system({ summary: "Has the money" }) },
	webhooks: {
		"POST /webhooks/bank": webhook({
			...{ summary: "What it did", from: "bank", writes: ["told"] },
			body: z.object({}),
		}),
	},
	jobs: { tidy: job({ summary: "Tidies up", schedule: { hourly: 5 } }) },
});

export function overlap(a: Rect, b: Rect): boolean {
	return (
		a.x < b.x + b.width &&
		b.x < a.x + a.width &&
		a.y < b.y + b.height &&
		b.y < a.y + a.height
	);
}
