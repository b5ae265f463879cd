import { has } from "../resource";
import { type ResourceRule, unless } from "../rule";

/** Of all regions: AWS has one for each of them. */
const global = ["aws:iam/"];

export const regions = [
	{
		id: "region-said",
		checks: [],
		severity: "high",
		says: "A regional resource says its region itself.",
		mend: "Pass region to the resource; without it it lands in the provider's.",
		types: ["aws:*"],
		check: (resource) =>
			unless(
				global.some((each) => resource.type.startsWith(each)) ||
					has(resource, "region"),
				"it is wherever the provider is",
			),
	},
] satisfies readonly ResourceRule[];
