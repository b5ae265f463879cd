import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import {
	codeSpan,
	maximumBytes,
	toMarkdown,
} from "../../../../ops/preview/render/markdown";
import {
	code,
	line,
	type Page,
	type Section,
} from "../../../../ops/preview/render/page";
import { pageOf } from "../../../../ops/preview/render/page-of";
import { printable } from "../../../../ops/preview/render/printable";
import { shortened } from "../../../../ops/preview/render/shorten";
import { toText } from "../../../../ops/preview/render/text";
import { reportSchema } from "../../../../ops/preview/report";
import { compared, recording, resource, types } from "./recordings";

describe("a value from the program", () => {
	test.each([
		["plain", "`plain`"],
		["@octocat", "`@octocat`"],
		["a `b` c", "``a `b` c``"],
		["`", "`` ` ``"],
		["``x", "``` ``x ```"],
		["ends``", "``` ends`` ```"],
		[" padded ", "`  padded  `"],
		["", "` `"],
		["   ", "` `"],
		["</details><script>", "`</details><script>`"],
		["a\n\n# title\r\n- x\ty", "`a\\n\\n# title\\r\\n- x\\ty`"],
		["\u001b[31mred", "`\\u{1b}[31mred`"],
		["abc\u202edcba", "`abc\\u{202e}dcba`"],
		["zero\u200bwidth", "`zero\\u{200b}width`"],
	])("%j is inert in markdown", (text, span) => {
		expect(codeSpan(text)).toBe(span);
	});

	it("never leaves its span: the fence is longer than any run in it", () => {
		for (let n = 1; n < 6; n++) {
			const text = `x${"`".repeat(n)}y`;
			const [fence = ""] = /^`+/.exec(codeSpan(text)) ?? [];
			expect(fence).toHaveLength(n + 1);
		}
	});

	it("does no harm in a terminal", () => {
		expect(printable("\u001b]0;title\u0007\u0085")).toBe(
			"\\u{1b}]0;title\\u{7}\\u{85}",
		);
	});

	it("is shortened to where it differs", () => {
		const [a, b] = [
			`${"x".repeat(500)}a${"y".repeat(500)}`,
			`${"x".repeat(500)}b${"y".repeat(500)}`,
		];
		expect(shortened(a, b)).toMatch(/^…x{40}ay+…$/);
		expect(shortened(a, b)).toHaveLength(162);
		expect(shortened("short", "other")).toBe("short");
		expect(shortened(a)).toMatch(/^x{160}…$/);
		expect(shortened(a, a)).toMatch(/^x{160}…$/);
	});
});

const section = (title: string, lines: number, loud = false): Section => ({
	title,
	loud,
	lead: [],
	groups: [
		{
			heading: [code("orders")],
			lines: Array.from({ length: lines }, (_, i) =>
				line("~", [code(`${title}-${i}-${"x".repeat(80)}`)]),
			),
		},
	],
});
const page = (...sections: Section[]): Page => ({
	stack: "prod",
	title: ["What would change"],
	summary: [["Something."], []],
	sections,
	notes: [["A note."]],
});

describe("a comment", () => {
	it("begins with the line by which the next one finds it", () => {
		expect(toMarkdown(page()).split("\n")[0]).toBe(
			"<!-- bulkhead-preview: prod -->",
		);
	});

	it("folds what is long, and never what is loud", () => {
		const text = toMarkdown(
			page(section("quiet", 20), section("few", 3), section("loud", 20, true)),
		);
		expect(text.match(/<details>/g)).toHaveLength(1);
		expect(text.match(/<\/details>/g)).toHaveLength(1);
		expect(text).toContain("### 🛑 loud");
	});

	it("fits, and says that it is not all: what is loud stays whole", () => {
		const text = toMarkdown(
			page(section("loud", 50, true), section("a", 900), section("b", 300)),
		);
		expect(Buffer.byteLength(text)).toBeLessThanOrEqual(maximumBytes);
		expect(text).toContain("This is not all of it");
		expect(text).toContain("npm run preview -- --stack prod");
		expect(text.match(/`loud-\d+/g)).toHaveLength(50);
		expect(text).toMatch(/… and \d+ more/);
		expect(text.match(/<details>/g)?.length).toBe(
			text.match(/<\/details>/g)?.length,
		);
	});

	it("fits even where all of it is loud and in long letters", () => {
		const loud = section("🛑".repeat(30), 900, true);
		expect(Buffer.byteLength(toMarkdown(page(loud)))).toBeLessThanOrEqual(
			maximumBytes,
		);
	});

	it("is whole where it fits", () => {
		expect(toMarkdown(page(section("a", 100)))).not.toContain("not all of it");
	});

	it("escapes names where markdown is not read", () => {
		const evil = {
			...section("a", 20),
			groups: section("a", 20).groups.map((group) => ({
				...group,
				heading: [code('</summary><img src="x">&`@a`')],
			})),
		};
		expect(toMarkdown(page(evil))).toContain(
			"<summary><code>&lt;/summary&gt;&lt;img src=&quot;x&quot;&gt;&amp;&#96;@a&#96;</code>: 20</summary>",
		);
	});
});

const hostile = "@octocat `</details>` <img src=x> [a](javascript:b)\n# shout";
const table = (inputs: object, name = "orders-table") =>
	resource(types.table, name, { inputs: { hashKey: "pk", ...inputs } });

describe("a report", () => {
	const twoRegions = ["us-east-1", "us-west-2"];
	const inBoth = (retention: number) =>
		twoRegions.map((region) =>
			resource(types.queue, `orders-${region}-queue`, {
				inputs: { region, messageRetentionSeconds: retention },
			}),
		);

	it("says once what happens alike in several regions", () => {
		const hub = resource(types.service, "orders");
		const both = (n: number) =>
			inBoth(n).map((each) => ({ ...each, parent: hub.urn }));
		const regions = { regions: twoRegions };
		const report = compared(
			recording([hub, ...both(60)], regions),
			recording([hub, ...both(90)], regions),
		);
		const text = toText(pageOf(report), false);
		expect(report.resources).toHaveLength(2);
		expect(text).toContain(
			"orders in us-east-1, us-west-2\n  ~ Queue orders-{region}-queue\n      messageRetentionSeconds: 60 → 90\n",
		);
	});

	it("is of its schema, the same each time, and says nothing where nothing changed", () => {
		const one = compared(recording([table({})]), recording([table({})]));
		expect(reportSchema.parse(one)).toEqual(one);
		expect(toText(pageOf(one), false)).toContain(
			"Nothing: all 1 resources and the contracts stay as they are.",
		);
	});

	it("has a schema that programs can read; EXAMPLES=write writes it there", () => {
		const file = join(
			__dirname,
			"../../../../docs/generated/preview-report.schema.json",
		);
		const schema = `${JSON.stringify(z.toJSONSchema(reportSchema), undefined, "\t")}\n`;
		if (process.env.EXAMPLES === "write") writeFileSync(file, schema);
		expect(readFileSync(file, "utf8")).toBe(schema);
	});

	it("lets nothing from the program become markup", () => {
		const report = compared(
			recording([table({ tags: { a: "1" } }), table({}, `gone-${hostile}`)]),
			recording([table({ tags: { a: hostile } }), table({}, hostile)], {
				warnings: [hostile],
				replacements: [hostile],
			}),
		);
		const text = toMarkdown(pageOf(report));
		// What is left without the code spans is the report's own.
		const own = text.replaceAll(/(?<!`)(`+)(?!`)[^\n]*?(?<!`)\1(?!`)/g, "");
		expect(text.split("octocat").length).toBeGreaterThan(4);
		expect(own).not.toMatch(/octocat|javascript|<img|# shout/);
		expect(text).not.toMatch(/^# shout/m);
	});

	it("tells an allowed loss from one that is not, and an allowance that nothing needs", () => {
		const report = compared(
			recording([table({}), table({}, "menus-table")]),
			recording(
				[table({ hashKey: "id" }), table({ hashKey: "id" }, "menus-table")],
				{
					replacements: ["menus-table", "unknown-table"],
				},
			),
		);
		const text = toText(pageOf(report), false);
		expect(text).toContain(
			"1 resource that holds data is replaced or deleted: orders-table.",
		);
		expect(text).toContain("WHAT HOLDS DATA IS REPLACED OR DELETED");
		expect(text).toContain("AS ALLOWED");
		expect(text).toContain(
			"replacements names unknown-table, which is no resource of either program",
		);
	});

	it("names settings that it could not read, and a stack that is new", () => {
		const report = compared(
			recording([]),
			recording([], { concealedSettings: ["shop:token"] }),
		);
		const base = { ...report.base, hasStack: false };
		const text = toText(pageOf({ ...report, base }), false);
		expect(text).toContain("shop:token");
		expect(text).toContain("Pulumi.prod.yaml is new");
	});

	it("says what comes with a stateless replacement, and folds alike ones together", () => {
		const queue = (name: string, fifoQueue?: boolean) =>
			resource(types.queue, name, { inputs: fifoQueue ? { fifoQueue } : {} });
		const report = compared(
			recording([queue("a"), queue("b"), queue("gone")]),
			recording([queue("a", true), queue("b"), queue("n1"), queue("n2")]),
		);
		const text = toText(pageOf(report), false);
		expect(text).toContain(
			"± Queue a is replaced: the messages in it are lost",
		);
		expect(text).toContain(
			"- Queue deleted: gone (the messages in it are lost)",
		);
		expect(text).toContain("+ Queue: n1");
	});

	it("has colours where they are asked for", () => {
		const report = compared(recording([table({})]), recording([]));
		expect(toText(pageOf(report), true)).toContain("\u001b[31m");
		expect(toText(pageOf(report), false)).not.toContain("\u001b");
	});
});
