import { pageOf } from "../../../../ops/preview/render/page-of";
import { toText } from "../../../../ops/preview/render/text";
import { compared, recording, resource, types } from "./recordings";

const provider = (name: string, inputs: object = {}) =>
	resource("pulumi:providers:aws", name, {
		custom: true,
		inputs: { ...inputs },
	});
const of = (name: string) => `${provider(name).urn}::${name}-id`;
const fn = (name: string, by = "") =>
	resource(types.fn, name, { provider: by });

test.each<[string, Record<string, string>, Record<string, string>, object[]]>([
	["the same", { "aws:profile": "a" }, { "aws:profile": "a" }, []],
	[
		"another profile",
		{ "aws:profile": "a" },
		{ "aws:profile": "b" },
		[{ subject: "aws:profile", before: "a", after: "b" }],
	],
	[
		"a role",
		{},
		{ "aws:assumeRoles": '[{"roleArn":"arn:x"}]' },
		[{ subject: "aws:assumeRoles" }],
	],
	[
		"no region",
		{ "aws:region": "eu-west-1" },
		{},
		[{ subject: "aws:region", before: "eu-west-1" }],
	],
])("a setting: %s", (_what, before, after, expected) => {
	const { targets } = compared(
		recording([], { providerSettings: before }),
		recording([], { providerSettings: after }),
	);
	expect(targets).toHaveLength(expected.length);
	expect(targets).toMatchObject(expected);
});

it("another provider is one line, whoever has it", () => {
	const report = compared(
		recording([fn("a", of("one")), fn("b", of("one")), fn("c")]),
		recording([fn("a", of("two")), fn("b", of("two")), fn("c")]),
	);
	expect(report.targets).toEqual([
		{ subject: "provider", before: "one", after: "two", resources: ["a", "b"] },
	]);
	expect(toText(pageOf(report), false)).toContain("ANOTHER ACCOUNT OR REGION");
});

it("a provider's own settings are told; its version is none", () => {
	const { targets } = compared(
		recording([provider("one", { profile: "a", version: "7.1.0" })]),
		recording([provider("one", { profile: "b", version: "7.2.0" })]),
	);
	expect(targets).toEqual([
		{
			subject: "provider one",
			field: "profile",
			before: "a",
			after: "b",
			resources: [],
		},
	]);
});
