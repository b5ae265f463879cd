import { stages } from "../../../components/stage";
import { external, route, z } from "../../../contracts";
import { withSection } from "../../../local/docs/section";
import { stageTable } from "../../../local/docs/stages";
import { serviceTables } from "../../../local/docs/tables";
import { chain, gateway, quiet } from "./platforms";

test("a service's table says from whom an event comes and for whom it is", () => {
	const tables = serviceTables(chain(2), []);
	expect(tables).toContain(
		"| consumes | `service-1-changed.v0` | from service-1 |",
	);
	expect(tables).toContain(
		"| produces | `service-1-changed.v0` | for service-0 |",
	);
});

test("an event may come from outside, and be for nobody", () => {
	const [first] = chain(2);
	const outside = external({
		name: "legacy-erp",
		produces: {
			"service-1-changed.v0": { body: { thing: z.object({}) } },
		},
	});
	const tables = serviceTables(first ? [first] : [], [outside]);
	expect(tables).toContain(
		"| consumes | `service-1-changed.v0` | from legacy-erp |",
	);
	expect(tables).toContain(
		"| produces | `service-0-changed.v0` | for nobody |",
	);
});

test("a route is shown with its summary and scopes, on one row of the table", () => {
	const api = {
		"GET /things": route({ summary: "This | that", scopes: ["a", "b"] }),
		"GET /free": route({ summary: "All", scopes: [] }),
	};
	const tables = serviceTables([{ ...quiet("shop", 0), api }], []);
	expect(tables).toContain(
		"| serves | `GET /things` | This \\| that (`a` or `b`) |",
	);
	expect(tables).toContain("| serves | `GET /free` | All (any token) |");
});

test("rules that call, webhooks and jobs have rows of their own", () => {
	const tables = serviceTables([gateway], []);
	expect(tables).toContain("| calls | `ask` | `bank` for `thing-sold` |");
	expect(tables).toContain(
		"| is told | `POST /webhooks/bank` | What it did (signed by `bank`) |",
	);
	expect(tables).toContain("| runs | `tidy` | Tidies up (hourly :05 UTC) |");
});

test("a rule that collects says what it decides on, and by when", () => {
	const rule = {
		...{ on: ["a-b", "c-d"], collects: "news", emits: ["e-f"] },
		deadline: { after: "a-b", seconds: 5400 },
	};
	const service = { ...quiet("control", 0), rules: { weigh: rule } };
	expect(serviceTables([service], [])).toContain(
		"| collects | `weigh` | 2 kinds of events by key; decides on `e-f`; deadline 90 min after a-b |",
	);
});

test("stage policies stand side by side, one row per part", () => {
	const [head, , ...rows] = stageTable(stages).split("\n");
	expect(head).toBe("|  | dev | prod | preview |");
	const { name, ...parts } = stages.dev;
	expect(rows).toHaveLength(Object.keys(parts).length);
});

describe("a section of the README", () => {
	const text = "a\n<!-- x -->\nold\n<!-- /x -->\nb";

	test("is replaced, whatever is around it stays", () => {
		const once = withSection(text, "x", "new");
		expect(once).toBe("a\n<!-- x -->\n\nnew\n\n<!-- /x -->\nb");
		expect(withSection(once, "x", "new")).toBe(once);
	});

	test.each(["a", "<!-- x -->", `${text}${text}`, "<!-- /x --><!-- x -->"])(
		"that is not marked once is an error with a sentence: %j",
		(broken) => {
			expect(() => withSection(broken, "x", "new")).toThrow(
				"must have <!-- x --> once",
			);
		},
	);
});
