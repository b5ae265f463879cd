import type { Properties } from "../resources/handler";
import { isObject, unknown } from "./values";

/** Outputs within a list of inputs, which the engine cannot know to be unknown as it does at the top. */
const within: Readonly<
	Record<string, { list: string; key: string; outputs: readonly string[] }>
> = {
	"aws:dynamodb/table:Table": {
		list: "replicas",
		key: "regionName",
		outputs: ["arn", "streamArn"],
	},
};

/** What a preview can say of a resource: what the program says, and of the rest what is so already. */
export function previewed(
	type: string,
	inputs: Properties,
	before: Properties = {},
): Properties {
	const all = { ...before, ...inputs };
	const { list = "", key = "", outputs = [] } = within[type] ?? {};
	const items = inputs[list];
	if (!Array.isArray(items)) return all;
	const known = [before[list]].flat().filter(isObject);
	const unknowns = Object.fromEntries(outputs.map((name) => [name, unknown]));
	return {
		...all,
		[list]: items.map((item) => ({
			...unknowns,
			...known.find((each) => each[key] === Object(item)[key]),
			...Object(item),
		})),
	};
}
