import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";

const schema = z.object({
	currency: z.literal("USD"),
	region: z.string(),
	note: z.string(),
	prices: z.record(
		z.string(),
		z.object({
			per: z.string(),
			price: z.number(),
			/** As many a month cost nothing, in the whole account. */
			free: z.number().optional(),
			date: z.string().regex(/^\d{4}-\d{2}$/),
			source: z.url(),
			/** A list price that nobody has compared with a bill. */
			verify: z.boolean(),
		}),
	),
});

/** The one place where prices are. */
export const priceFile = "ops/preview/cost/prices.json";

export const priceList = schema.parse(
	JSON.parse(readFileSync(join(__dirname, "prices.json"), "utf8")),
);

/** USD for `count` of what the price is per. */
export function costOf(name: string, count: number): number {
	return priceNamed(name).price * count;
}

/** The same without what is free each month. */
export function costAboveFree(name: string, count: number): number {
	const { price, free = 0 } = priceNamed(name);
	return price * Math.max(0, count - free);
}

function priceNamed(name: string) {
	const found = priceList.prices[name];
	if (!found) throw new Error(`${priceFile} has no price "${name}"`);
	return found;
}
