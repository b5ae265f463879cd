import { type ReadLines, withLines } from "../../../local/docs/lines";

const files: Record<string, string[]> = {
	"functions/shop/rest.ts": ["import x", '	"POST /orders": submit,', "", "};"],
	"functions/shop/model.ts": ["one", "twice", "twice"],
};
const read: ReadLines = (path) => files[path];
const within = (text: string) =>
	withLines(text, { path: "docs/walk.md", read });

const rest = "../functions/shop/rest.ts";
const model = "../functions/shop/model.ts";

test.each([
	[
		"in the link and in its words",
		`[functions/shop/rest.ts:7](${rest}#L9 "POST /orders")`,
		`[functions/shop/rest.ts:2](${rest}#L2 "POST /orders")`,
	],
	[
		"whatever the words are",
		`[the \`route\`](${rest}#L1 "POST /orders")`,
		`[the \`route\`](${rest}#L2 "POST /orders")`,
	],
	[
		"with quotes in the text",
		`[\`rest.ts:1\`](${rest}#L1 "\\"POST /orders\\": submit")`,
		`[\`rest.ts:2\`](${rest}#L2 "\\"POST /orders\\": submit")`,
	],
	[
		"on a line of its own",
		`[\`rest.ts:1\`](${rest}#L1\n  "POST")`,
		`[\`rest.ts:2\`](${rest}#L2\n  "POST")`,
	],
	[
		"of several links in one line",
		`[a](${model}#L9 "one") and [b](${rest}#L9 "import x")`,
		`[a](${model}#L1 "one") and [b](${rest}#L1 "import x")`,
	],
])("a link's number is that of the line with its text, %s", (_, text, now) => {
	expect(within(text)).toEqual({ text: now, problems: [] });
	expect(within(now)).toEqual({ text: now, problems: [] });
});

test.each([
	["without a text", `[rest](${rest}#L9)`],
	["without a line", `[rest](${rest} "POST /orders")`],
	["to a heading", '[errors](semantics.md#errors "one")'],
])("a link %s stays as it is", (_, text) => {
	expect(within(text)).toEqual({ text, problems: [] });
});

test.each([
	[
		"is gone",
		`[x](${rest}#L2 "DELETE")`,
		"docs/walk.md links to the line of functions/shop/rest.ts that has `DELETE`, and none has: quote the line that says so now.",
	],
	[
		"is on several lines",
		`[x](${model}#L2 "twice")`,
		"docs/walk.md links to the line of functions/shop/model.ts that has `twice`, and lines 2, 3 have: quote more of it.",
	],
	[
		"was in a file that is gone",
		'[x](../functions/shop/old.ts#L2 "one")',
		"docs/walk.md links to the line of functions/shop/old.ts that has `one`, and there is no such file.",
	],
])("a text that %s is a problem, in a sentence", (_, text, sentence) => {
	expect(within(text)).toEqual({ text, problems: [sentence] });
});
