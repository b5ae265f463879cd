import { satisfies } from "../../../../ops/preview/base/lock";

const lock = (packages: object) => JSON.stringify({ packages });
const zod = { version: "4.6.7", integrity: "sha512-a" };
const root = { name: "shop", version: "1.0.0" };

test.each<[string, boolean, object, object]>([
	[
		"the same",
		true,
		{ "node_modules/zod": zod },
		{ "": root, "node_modules/zod": zod },
	],
	[
		"another version",
		false,
		{ "node_modules/zod": { ...zod, version: "4.6.6" } },
		{ "node_modules/zod": zod },
	],
	[
		"other bytes of it",
		false,
		{ "node_modules/zod": { ...zod, integrity: "sha512-b" } },
		{ "node_modules/zod": zod },
	],
	["one that is missing", false, {}, { "node_modules/zod": zod }],
	[
		"one that only another platform needs",
		true,
		{},
		{ "node_modules/fsevents": { ...zod, optional: true } },
	],
	[
		"one more at the top",
		true,
		{ "node_modules/zod": zod, "node_modules/more": zod },
		{ "node_modules/zod": zod },
	],
	[
		"one more at the top with a scope",
		true,
		{ "node_modules/@a/more": zod },
		{},
	],
	[
		"one more inside another, which would be found first",
		false,
		{ "node_modules/a": zod, "node_modules/a/node_modules/zod": zod },
		{ "node_modules/a": zod },
	],
])("%s: %s", (_what, isEnough, installed, wanted) => {
	expect(satisfies(lock(installed), lock(wanted))).toBe(isEnough);
});

test.each(["", "{}", "not json"])(
	"no lock file, or one that says nothing, is never satisfied: %j",
	(text) => {
		expect(satisfies(lock({}), text)).toBe(false);
		expect(satisfies(text, lock({}))).toBe(false);
	},
);
