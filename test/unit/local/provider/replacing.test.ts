import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import {
	deletesFirst,
	replacing,
	replacingOf,
} from "../../../../local/provider/replacing";
import { handlers } from "../../../../local/resources";
import { notLocal } from "../../../../local/resources/not-local";
import forceNew from "../../../fixtures/force-new.json";

const all = Object.keys(replacing).sort();
/** Components of awsx are never replaced themselves. */
const types = all.filter((type) => type.startsWith("aws:"));

it("has every type that is provided or accepted, and no other", () => {
	const known = [...Object.keys(handlers), ...Object.keys(notLocal)];
	expect(all).toEqual(known.sort());
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

/** Each argument of the type, with what is said of it. */
function argumentsOf(type: string): Map<string, string> {
	const [, args = ""] = declaration(type).split(/export interface \w+Args /);
	const documented = /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*(\w+)\??:/g;
	return new Map(
		[...args.matchAll(documented)].map(([, text = "", name = ""]) => [
			name,
			text,
		]),
	);
}

it.each(types)("names inputs that %s has", (type) => {
	const { always = [], here = [] } = replacing[type] ?? {};
	expect([...argumentsOf(type).keys()]).toEqual(
		expect.arrayContaining([...always, ...here]),
	);
});

/** What was read in the source of the real provider, which the documentation of @pulumi/aws leaves out. */
const { types: read, beyond } = forceNew;
const beyondRead: Record<string, Record<string, string>> = beyond;

it.each(Object.entries(read))(
	"says of %s what the real provider's source does",
	(type, { forceNew }) => {
		const others = Object.keys(beyondRead[type] ?? {});
		const { always = [] } = replacing[type] ?? {};
		expect([...always].sort()).toEqual([...forceNew, ...others].sort());
	},
);

it("has a source for every type", () => {
	expect(Object.keys(read).sort()).toEqual(types);
});

it("replaces what the documentation says that cannot be changed", () => {
	const said = types.flatMap((type) =>
		[...argumentsOf(type)]
			.filter(([, text]) => /forces new|cannot be changed after/i.test(text))
			.map(([name]) => [type, name] as const),
	);
	expect(said).toContainEqual(["aws:secretsmanager/secret:Secret", "type"]);
	for (const [type, name] of said)
		expect(replacing[type]?.always).toContain(name);
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
