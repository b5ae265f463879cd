import { propertyChanges } from "../../../../ops/preview/compare/properties";
import { shown } from "../../../../ops/preview/compare/values";

const secret = (hash: string) => ({ "[secret]": hash });

test.each<[string, unknown, unknown, object[]]>([
	["a value", 1, 2, [{ path: "p", before: "1", after: "2" }]],
	["a new value", undefined, "a", [{ path: "p", after: "a" }]],
	["a value that is gone", "a", undefined, [{ path: "p", before: "a" }]],
	["the same, in another order", { a: 1, b: 2 }, { b: 2, a: 1 }, []],
	[
		"a field within",
		{ variables: { STAGE: "dev", X: "1" } },
		{ variables: { STAGE: "prod", X: "1" } },
		[{ path: "p.variables.STAGE", before: "dev", after: "prod" }],
	],
	[
		"a field with a strange name",
		{ "managed-by": "a", "x:y": "1" },
		{ "managed-by": "b", "x:y": "2" },
		[
			{ path: "p.managed-by", before: "a", after: "b" },
			{ path: 'p."x:y"', before: "1", after: "2" },
		],
	],
	[
		"an element by its name",
		[{ name: "pk", type: "S" }],
		[
			{ name: "id", type: "S" },
			{ name: "pk", type: "N" },
		],
		[
			{ path: "p[id]", after: '{"name":"id","type":"S"}' },
			{ path: "p[pk].type", before: "S", after: "N" },
		],
	],
	[
		"a list of texts as a whole",
		["a"],
		["a", "b"],
		[{ path: "p", before: '["a"]', after: '["a","b"]' }],
	],
	[
		"elements of one name as a whole",
		[{ name: "a" }],
		[{ name: "a" }, { name: "a" }],
		[
			{
				path: "p",
				before: '[{"name":"a"}]',
				after: '[{"name":"a"},{"name":"a"}]',
			},
		],
	],
	[
		"JSON in a text",
		'{"detail-type":["a"]}',
		'{"detail-type":["b"]}',
		[{ path: "p.detail-type", before: '["a"]', after: '["b"]' }],
	],
	[
		"what is no JSON after all",
		"{not json}",
		"{not json either}",
		[{ path: "p", before: "{not json}", after: "{not json either}" }],
	],
	[
		"another secret",
		secret("1"),
		secret("2"),
		[{ path: "p", before: "[secret]", after: "[secret]" }],
	],
	[
		"a secret that was none",
		{ a: "open" },
		secret("2"),
		[{ path: "p", before: '{"a":"open"}', after: "[secret]" }],
	],
	["the same secret", secret("1"), secret("1"), []],
])("tells %s", (_what, before, after, changes) => {
	expect(propertyChanges(before, after, "p")).toEqual(changes);
});

it("shows no secret, however deep it is", () => {
	expect(shown({ list: [{ key: secret("abc") }] })).toBe(
		'{"list":[{"key":"[secret]"}]}',
	);
});
