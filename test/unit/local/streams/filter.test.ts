import { compileFilters, matches } from "../../../../local/streams/filter";

const record = {
	eventName: "MODIFY",
	dynamodb: {
		Keys: { pk: { S: "order-1" } },
		NewImage: {
			pk: { S: "order-1" },
			status: { S: "Paid" },
			total: { N: "42" },
			urgent: { BOOL: true },
			note: { NULL: true },
			lines: { L: [{ S: "apple" }, { S: "pear" }] },
			tags: { SS: ["new", "gift"] },
			empty: { S: "" },
		},
		SizeBytes: 59,
	},
	nothing: null,
};

const image = (name: string, type: string, rules: unknown[]) => ({
	dynamodb: { NewImage: { [name]: { [type]: rules } } },
});
const size = (...numeric: unknown[]) => ({
	dynamodb: { SizeBytes: [{ numeric }] },
});

// https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html#filtering-syntax
test.each<[string, boolean, object]>([
	["equal text", true, { eventName: ["INSERT", "MODIFY"] }],
	["other text", false, { eventName: ["REMOVE"] }],
	["equal number", true, { dynamodb: { SizeBytes: [59] } }],
	["a number is not its text", false, image("total", "N", [42])],
	["equal boolean", true, image("urgent", "BOOL", [true])],
	["other boolean", false, image("urgent", "BOOL", [false])],
	["null", true, { nothing: [null] }],
	["null is not absent", false, { missing: [null] }],
	["empty text", true, image("empty", "S", [""])],
	[
		"all fields",
		true,
		{ ...image("pk", "S", ["order-1"]), eventName: ["MODIFY"] },
	],
	[
		"one field of two",
		false,
		{ ...image("pk", "S", ["order-1"]), eventName: ["INSERT"] },
	],
	["prefix", true, image("pk", "S", [{ prefix: "order-" }])],
	["other prefix", false, image("pk", "S", [{ prefix: "user-" }])],
	["suffix", true, image("pk", "S", [{ suffix: "-1" }])],
	["other suffix", false, image("pk", "S", [{ suffix: "-2" }])],
	[
		"ignoring case",
		true,
		image("status", "S", [{ "equals-ignore-case": "PAID" }]),
	],
	[
		"ignoring case, other",
		false,
		image("status", "S", [{ "equals-ignore-case": "PAYED" }]),
	],
	[
		"anything but one",
		true,
		image("status", "S", [{ "anything-but": "Open" }]),
	],
	[
		"anything but a list",
		true,
		image("status", "S", [{ "anything-but": ["Open", "Sent"] }]),
	],
	[
		"anything but this",
		false,
		image("status", "S", [{ "anything-but": ["Open", "Paid"] }]),
	],
	[
		"anything but a prefix",
		true,
		image("status", "S", [{ "anything-but": { prefix: "O" } }]),
	],
	[
		"anything but this prefix",
		false,
		image("status", "S", [{ "anything-but": { prefix: "P" } }]),
	],
	[
		"anything but a suffix",
		true,
		image("status", "S", [{ "anything-but": { suffix: "x" } }]),
	],
	[
		"anything but this suffix",
		false,
		image("status", "S", [{ "anything-but": { suffix: "id" } }]),
	],
	[
		"anything but, absent",
		false,
		image("missing", "S", [{ "anything-but": "Open" }]),
	],
	["number equals", true, size("=", 59)],
	["number in range", true, size(">", 0, "<=", 59)],
	["number out of range", false, size(">=", 0, "<", 59)],
	[
		"a DynamoDB number is text",
		false,
		image("total", "N", [{ numeric: [">", 1] }]),
	],
	["a DynamoDB number as text", true, image("total", "N", ["42"])],
	["exists", true, image("status", "S", [{ exists: true }])],
	["exists, absent", false, image("missing", "S", [{ exists: true }])],
	["does not exist, present", false, image("status", "S", [{ exists: false }])],
	["does not exist, absent", true, image("status", "N", [{ exists: false }])],
	[
		"does not exist, its parent absent",
		true,
		image("missing", "S", [{ exists: false }]),
	],
	[
		"does not exist, all absent",
		true,
		{ dynamodb: { OldImage: { pk: { S: [{ exists: false }] } } } },
	],
	[
		"exists sees leaves only",
		false,
		{ dynamodb: { NewImage: [{ exists: true }] } },
	],
	["exists or a value", true, image("missing", "S", ["a", { exists: false }])],
	[
		"an element of a list",
		true,
		{ dynamodb: { NewImage: { lines: { L: { S: ["pear"] } } } } },
	],
	[
		"no element of a list",
		false,
		{ dynamodb: { NewImage: { lines: { L: { S: ["plum"] } } } } },
	],
	["an element of a set", true, image("tags", "SS", [{ prefix: "gi" }])],
	[
		"$or, one branch",
		true,
		{ $or: [{ eventName: ["INSERT"] }, size("=", 59)] },
	],
	["$or, no branch", false, { $or: [{ eventName: ["INSERT"] }, size("=", 1)] }],
	[
		"$or beside a field",
		false,
		{ eventName: ["INSERT"], $or: [size("=", 59)] },
	],
	[
		"$or inside",
		true,
		{
			dynamodb: {
				$or: [{ SizeBytes: [1] }, { Keys: { pk: { S: ["order-1"] } } }],
			},
		},
	],
	["names of Object.prototype", true, { constructor: [{ exists: false }] }],
])("%s: %s", (_, expected, pattern) => {
	expect(matches([JSON.stringify(pattern)], record)).toBe(expected);
});

test("no patterns let everything pass", () => {
	expect(matches([], record)).toBe(true);
});

test("one matching pattern is enough", () => {
	const accepts = compileFilters([
		'{"eventName":["INSERT"]}',
		'{"eventName":["MODIFY"]}',
	]);
	expect(accepts(record)).toBe(true);
	expect(accepts({ eventName: "REMOVE" })).toBe(false);
});

test.each([
	[
		'{"a":{"b":[{"cidr":"10.0.0.0/8"}]}}',
		'Filter a.b: unknown operator "cidr"',
	],
	['{"a":[{"wildcard":"*"}]}', 'unknown operator "wildcard"'],
	['{"a":[{"prefix":1}]}', 'Filter a: "prefix" expects a string'],
	['{"a":[{"exists":"yes"}]}', '"exists" expects true or false'],
	['{"a":[{"numeric":[">"]}]}', '"numeric" expects'],
	['{"a":[{"numeric":["~",1]}]}', '"numeric" expects'],
	['{"a":[{"anything-but":[]}]}', '"anything-but" expects'],
	['{"a":[{"anything-but":{"cidr":"x"}}]}', '"anything-but" expects'],
	['{"a":[{"prefix":"x","suffix":"y"}]}', "one operator"],
	['{"a":[]}', "an empty list"],
	['{"a":"b"}', "Filter a: expected"],
	['{"$or":{}}', "$or expects a list"],
	["{}", "non-empty object"],
	["nonsense", "not JSON"],
])("%s is refused", (pattern, message) => {
	expect(() => compileFilters([pattern])).toThrow(message);
});
