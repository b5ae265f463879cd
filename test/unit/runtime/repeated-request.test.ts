import { inspect } from "node:util";
import { contract, produced, published, route, z } from "../../../contracts";
import { rest } from "../../../runtime/rest";
import { trigger } from "../../../runtime/trigger";
import {
	httpEvent,
	lambdaContext,
	streamRecord,
} from "../../../testkit/records";
import { clearTelemetry, logged } from "../../../testkit/telemetry";
import { world } from "./world/world";

jest.mock("../../../runtime/core/telemetry", () =>
	jest.requireActual("../../../testkit/telemetry"),
);
beforeEach(clearTelemetry);

const item = z.object({ n: z.int() });
const command = route({
	summary: "Change the stock",
	scopes: ["shop:use"],
	body: item,
	response: item,
});

const stock = contract({
	name: "stock",
	kind: "bff",
	owner: "shops",
	rows: {
		item: published(
			{ n: z.int(), note: z.string().optional() },
			{ sensitive: ["note"] },
		),
	},
	produces: {
		"item-changed": produced({
			from: "item",
			on: ["created", "updated", "deleted"],
			body: { item },
		}),
	},
	api: {
		"POST /additions": command,
		"POST /counts": command,
		"POST /items": command,
		"POST /removals": command,
		"POST /bugs": command,
	},
});

const key = { pk: "tea", sk: "item" };
const throttled = { name: "ThrottlingException" };

function warehouse() {
	const all = world({ environment: { service: "stock" } });
	const api = rest(
		stock,
		(entities) => ({
			"POST /additions": async ({ body }) =>
				(await entities.update("item", key, (now) => ({
					n: (now?.n ?? 0) + body.n,
				}))) ?? { n: 0 },
			"POST /counts": ({ body }) =>
				entities.put("item", { ...key, n: body.n, note: "Hidden Lane" }),
			"POST /items": ({ body, newId }) =>
				entities.create("item", { pk: newId(), sk: "item", n: body.n }),
			"POST /removals": async () => {
				await entities.remove("item", key);
				return { n: 0 };
			},
			"POST /bugs": async () => {
				const row = await entities.get("item", key);
				throw new Error(`cannot ship to ${row?.note}`);
			},
		}),
		all.ports,
	);
	const ask = (path: string, n: number, idempotencyKey?: string) =>
		api(
			httpEvent(`POST ${path}`, {
				body: { n },
				headers: idempotencyKey ? { "idempotency-key": idempotencyKey } : {},
			}),
		);
	/** Asks, and the note of the answer does not succeed: as if the function had been killed. */
	const askAndDie = async (path: string, n: number, calls: number) => {
		all.table.failNext(...Array(calls).fill(undefined), throttled);
		const answer = await ask(path, n, "key");
		expect(inspect(logged)).toContain("outcome not noted");
		return answer;
	};
	/** The first try's lease is over. */
	const askAgain = (path: string, n: number) => {
		all.clock.tick(31_000);
		return ask(path, n, "key");
	};
	const published = async () => {
		const writes = all.table.writes.filter(({ now }) => now?.sk?.S === "item");
		const run = trigger(
			stock,
			{ "item-changed": ({ row }) => ({ item: { n: row.n } }) },
			all.ports,
		);
		await run({ Records: writes.map(streamRecord) }, lambdaContext());
		return all.bus.ofType("item-changed");
	};
	const n = () => all.table.row(key.pk, key.sk)?.n;
	return { ...all, ask, askAndDie, askAgain, published, n };
}

describe("a request that was carried out and not answered, with others in between, is asked again", () => {
	test("a change that depends on what is there is made once", async () => {
		const { ask, askAndDie, askAgain, published, n } = warehouse();
		await askAndDie("/additions", 5, 3);
		await ask("/additions", 1);
		expect(await askAgain("/additions", 5)).toMatchObject({ statusCode: 201 });
		expect(n()).toBe(6);
		const ids = (await published()).map(({ id }) => id);
		expect(new Set(ids).size).toBe(ids.length);
	});

	test("a later write is not overwritten", async () => {
		const { ask, askAndDie, askAgain, n } = warehouse();
		await askAndDie("/counts", 5, 2);
		await ask("/counts", 9);
		await askAgain("/counts", 5);
		expect(n()).toBe(9);
	});

	test("a row that was put again is not removed again", async () => {
		const { ask, askAndDie, askAgain, n, table } = warehouse();
		await ask("/counts", 1);
		await askAndDie("/removals", 0, 3);
		await ask("/counts", 2);
		await askAgain("/removals", 0);
		expect(n()).toBe(2);
		expect(table.row(key.pk, key.sk)?.deleted).toBeUndefined();
	});

	test("what it made and another has changed is answered, not refused", async () => {
		const { askAndDie, askAgain, ports, table } = warehouse();
		await askAndDie("/items", 5, 2);
		const made = table.rows().find(({ sk }) => sk === "item");
		const { store } = ports();
		const row = await store.get({ pk: String(made?.pk), sk: "item" });
		await store.put(
			{ ...key, ...row, n: 7, timestamp: 2e12, changeId: "later" } as never,
			{ expression: "attribute_exists(pk)" },
		);
		const answer = await askAgain("/items", 5);
		expect(answer.statusCode).toBe(201);
		expect(JSON.parse(answer.body ?? "")).toEqual({ n: 7 });
	});
});

test("once the key is forgotten, another request with it is another", async () => {
	const { ask, clock, table } = warehouse();
	await ask("/items", 1, "key");
	clock.tick(25 * 60 * 60 * 1000);
	const answer = await ask("/items", 2, "key");
	expect(JSON.parse(answer.body ?? "")).toEqual({ n: 2 });
	expect(table.rows().filter(({ sk }) => sk === "item")).toHaveLength(2);
});

test("a bug's message is not logged where the service has sensitive fields", async () => {
	const { ask } = warehouse();
	await ask("/counts", 5);
	expect(await ask("/bugs", 5)).toMatchObject({ statusCode: 500 });
	const text = inspect(logged, { depth: null });
	expect(text).not.toContain("Hidden");
	expect(text).toContain("repeated-request.test.ts");
});
