import stringify from "safe-stable-stringify";
import type { Tables } from "./tables";

export function wrongMenus(tables: Tables, region: string): string[] {
	const [written, read] = ["restaurant", "customer"].map((service) =>
		tables
			.of(service, region, "menu-item")
			.map(({ pk, sk, name, price, timestamp }) =>
				String(stringify({ pk, sk, name, price, timestamp })),
			),
	);
	return [...(written ?? [])]
		.filter((item) => !read?.includes(item))
		.map((item) => `customers do not read ${item}`);
}
