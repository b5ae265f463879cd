import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import {
	deletesFirst,
	replacing,
	replacingOf,
} from "../../../../local/provider/replacing";
import { handlers } from "../../../../local/resources";
import { notLocal } from "../../../../local/resources/not-local";

const types = Object.keys(replacing);

it("has every type that is provided or accepted, and no other", () => {
	const all = [...Object.keys(handlers), ...Object.keys(notLocal)];
	expect(types.sort()).toEqual(all.sort());
});

it.each(Object.entries(handlers))(
	"replaces %s where its handler cannot update it",
	(type, { replaceOn }) => {
		expect(replacingOf(type, replaceOn)).toEqual(replaceOn);
	},
);

/** What @pulumi/aws says of the type, such as `sqs/queue`. */
function declaration(type: string): string {
	const [, module = ""] = type.split(":");
	const packageFolder = join(require.resolve("@pulumi/aws/package.json"), "..");
	const file = join(packageFolder, `${module}.d.ts`);
	return existsSync(file) ? readFileSync(file, "utf8") : "";
}

it.each(types)("names inputs that %s has", (type) => {
	const text = declaration(type);
	const [, args = ""] = text.split(/export interface \w+Args /);
	const { always = [], here = [] } = replacing[type] ?? {};
	for (const name of [...always, ...here])
		expect(args).toMatch(new RegExp(`^    ${name}\\??:`, "m"));
});

it.each<[string, string, string[]]>([
	["a queue's name", "aws:sqs/queue:Queue", ["name"]],
	["a table's key", "aws:dynamodb/table:Table", ["hashKey"]],
	["a table's index", "aws:dynamodb/table:Table", ["globalSecondaryIndexes"]],
	["a permission's source", "aws:lambda/permission:Permission", ["sourceArn"]],
	["anything's region", "aws:kms/alias:Alias", ["region"]],
])("replaces on a change of %s", (_, type, changed) => {
	expect(replacingOf(type, [...changed, "tags"])).toEqual(changed);
});

it.each<[string, string, string]>([
	["a function's code", "aws:lambda/function:Function", "code"],
	["a table's replicas", "aws:dynamodb/table:Table", "replicas"],
	["a queue's times", "aws:sqs/queue:Queue", "visibilityTimeoutSeconds"],
	["a route's key", "aws:apigatewayv2/route:Route", "routeKey"],
	[
		"a bus's encryption",
		"aws:cloudwatch/eventBus:EventBus",
		"kmsKeyIdentifier",
	],
])("updates on a change of %s", (_, type, changed) => {
	expect(replacingOf(type, [changed])).toEqual([]);
});

const mapping = "aws:lambda/eventSourceMapping:EventSourceMapping";

it.each<[string, string, string | undefined, string, boolean]>([
	["whose name stays", "aws:sqs/queue:Queue", "name", "fifoQueue", true],
	["with another name", "aws:sqs/queue:Queue", "name", "name", false],
	[
		"of another parent",
		"aws:sqs/queuePolicy:QueuePolicy",
		undefined,
		"queueUrl",
		false,
	],
	["of the same source", mapping, undefined, "startingPosition", true],
	["of another source", mapping, undefined, "eventSourceArn", false],
])("deletes first one %s (%s)", (_, type, namedBy, changed, expected) => {
	expect(deletesFirst(type, namedBy, [changed])).toBe(expected);
});
