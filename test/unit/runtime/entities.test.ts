import fc from "fast-check";
import { Entities, type EntitiesOptions } from "../../../runtime/entities";
import { image, noon } from "../../../testkit/records";
import { runs } from "./world/runs";
import type { Shop } from "./world/shop";
import { world } from "./world/world";

const context = {
	correlationId: "correlation-1",
	hops: 0,
	traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
};

function shopEntities(
	given: Partial<EntitiesOptions> & Parameters<typeof world>[0] = {},
) {
	const all = world(given);
	let n = 0;
	const entities = new Entities<Shop>({
		store: all.store,
		region: all.region,
		context,
		now: all.clock.now,
		newChangeId: () => `write-${++n}`,
		...given,
	});
	return { ...all, entities };
}

const key = { pk: "shop-1", sk: "item#1" };
const tea = { name: "Tea", price: 250, status: "draft" as const };
type Item = { name: string; price: number; status: "draft" | "listed" };
const item = { ...key, ...tea };

describe("every write is stamped", () => {
	test("with time, change, region and chain of causes, over whatever the model gives", async () => {
		const { entities, table } = shopEntities({ region: "us-west-2" });
		const given = {
			...item,
			timestamp: 1,
			changeId: "mine",
			awsregion: "mars",
		};
		const written = await entities.put("item", given);
		const expected = {
			...item,
			discriminator: "item",
			timestamp: noon,
			changeId: "write-1",
			awsregion: "us-west-2",
			context,
		};
		expect(written).toEqual(expected);
		expect(table.rows()).toEqual([expected]);
	});

	test("with a UUID v7 and the time of day, unless told otherwise", async () => {
		const { store } = world();
		const entities = new Entities<Shop>({
			store,
			region: "us-east-1",
			context,
		});
		const started = Date.now();
		const { changeId, timestamp } = await entities.put("item", item);
		expect(changeId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7/);
		expect(timestamp).toBeGreaterThanOrEqual(started);
	});
});

describe("a row's timestamp rises", () => {
	test("when the clock stands still or goes back", async () => {
		const { entities, clock } = shopEntities();
		const times = [];
		for (const time of [noon, noon, noon - 1000, noon + 5]) {
			clock.set(time);
			times.push((await entities.put("item", item)).timestamp);
		}
		expect(times).toEqual([noon, noon + 1, noon + 2, noon + 5]);
	});

	test("over a row of another region whose clock is ahead", async () => {
		const { entities, table } = shopEntities();
		table.set(image({ timestamp: noon + 500, awsregion: "us-west-2" }));
		const row = await entities.put("item", item);
		expect(row).toMatchObject({
			timestamp: noon + 501,
			awsregion: "us-east-1",
		});
	});

	test.each([
		["no stamps", { timestamp: undefined, changeId: undefined }],
		["no change", { changeId: undefined }],
		["no time", { timestamp: undefined }],
	])("over a row that a script wrote with %s", async (_, stamps) => {
		const { entities, table } = shopEntities();
		for (const write of [
			() => entities.put("item", { ...item, price: 1 }),
			() => entities.update("item", key, (row) => row && { ...row, price: 1 }),
			() => entities.remove("item", key),
		]) {
			table.set(image(stamps));
			await write();
			expect(table.row(key.pk, key.sk)).toMatchObject({
				changeId: expect.stringMatching("write-"),
				timestamp: expect.any(Number),
			});
		}
	});

	test("strictly, for any commands and any clock", async () => {
		const command = fc.record({
			time: fc.integer({ min: noon - 3, max: noon + 3 }),
			kind: fc.constantFrom("put", "create", "update", "remove"),
		});
		await fc.assert(
			fc.asyncProperty(
				fc.array(fc.array(command, { maxLength: 3 }), { maxLength: 6 }),
				async (rounds) => {
					const { entities, table, clock } = shopEntities();
					for (const round of rounds) {
						const running = round.map(({ time, kind }) => {
							clock.set(time);
							if (kind === "put") return entities.put("item", item);
							if (kind === "remove") return entities.remove("item", key);
							if (kind === "update")
								return entities.update("item", key, () => tea);
							return entities.create("item", item).catch(() => undefined);
						});
						await Promise.all(running);
					}
					const times = table.writes.map(({ now }) =>
						Number(now?.timestamp?.N),
					);
					expect(
						times.every((time, i) => i === 0 || time > Number(times[i - 1])),
					).toBe(true);
				},
			),
			runs(0.5),
		);
	});
});

describe("create", () => {
	test("refuses where there is a row", async () => {
		const { entities } = shopEntities();
		await entities.create("item", item);
		await expect(entities.create("item", item)).rejects.toMatchObject({
			status: 409,
		});
	});

	test("by the same change again gives the row that it made", async () => {
		const { entities, table } = shopEntities({ newChangeId: () => "the-same" });
		const first = await entities.create("item", item);
		expect(await entities.create("item", { ...item, price: 1 })).toEqual(first);
		expect(table.writes).toHaveLength(1);
	});

	test("whose answer was lost gives the row that it made", async () => {
		const { entities, table } = shopEntities({ maxAttempts: 2 });
		table.failNext({ name: "ECONNRESET", status: 0, landed: true });
		expect(await entities.create("item", item)).toMatchObject({
			changeId: "write-1",
		});
		expect(table.writes).toHaveLength(1);
	});

	test("over a tombstone or an expired row begins again, without its ttl", async () => {
		const { entities, table } = shopEntities();
		await entities.create("item", item);
		await entities.remove("item", key);
		const created = await entities.create("item", item);
		expect(created.timestamp).toBe(noon + 2);
		expect(table.row(key.pk, key.sk)).not.toHaveProperty("deleted");
		expect(table.row(key.pk, key.sk)).not.toHaveProperty("ttl");
		table.set(image({ ttl: noon / 1000 - 1 }));
		await entities.create("item", item);
		expect(table.row(key.pk, key.sk)).not.toHaveProperty("ttl");
	});
});

describe("put", () => {
	test("by the same change again changes nothing", async () => {
		const { entities, table, clock } = shopEntities({
			newChangeId: () => "the-same",
		});
		const first = await entities.put("item", item);
		clock.tick(10);
		expect(await entities.put("item", item)).toEqual(first);
		expect(table.writes).toHaveLength(1);
	});

	test("needs no read", async () => {
		const { entities, table } = shopEntities();
		await entities.put("item", item);
		expect(table.calls).toEqual(["PutItem"]);
	});
});

describe("update", () => {
	const raise = (by: number) => (row: Item | undefined) => ({
		...(row ?? tea),
		price: (row?.price ?? 0) + by,
	});

	test("depends on what is there, also when there is nothing", async () => {
		const { entities } = shopEntities();
		expect(await entities.update("item", key, raise(1))).toMatchObject({
			price: 1,
		});
		expect(await entities.update("item", key, raise(2))).toMatchObject({
			price: 3,
		});
	});

	test("that gives nothing leaves the row", async () => {
		const { entities, table } = shopEntities();
		const row = await entities.put("item", item);
		expect(await entities.update("item", key, () => undefined)).toEqual(row);
		expect(
			await entities.update("item", { ...key, sk: "item#2" }, () => undefined),
		).toBeUndefined();
		expect(table.writes).toHaveLength(1);
	});

	test("runs again when another writer was faster", async () => {
		const { entities, table } = shopEntities();
		await entities.put("item", item);
		let faster = 2;
		table.onCall = (name) => {
			if (name === "PutItem" && faster-- > 0)
				table.set(
					image({
						price: 1000 + faster,
						changeId: `other-${faster}`,
						timestamp: noon + 10,
					}),
				);
		};
		expect(await entities.update("item", key, raise(1))).toMatchObject({
			price: 1001,
			timestamp: noon + 11,
		});
	});

	test("of ten writers at once on one row all land in a chain", async () => {
		const { entities, table } = shopEntities();
		await Promise.all(
			Array.from({ length: 10 }, () => entities.update("item", key, raise(1))),
		);
		expect(table.row(key.pk, key.sk)).toMatchObject({ price: 10 });
		const prices = table.writes.map(({ now }) => Number(now?.price?.N));
		expect(prices).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
	});

	test("gives up when others are always faster, and may be tried again", async () => {
		const { entities, table } = shopEntities();
		let n = 0;
		table.onCall = () => table.set(image({ changeId: `other-${n++}` }));
		await expect(entities.update("item", key, raise(1))).rejects.toMatchObject({
			name: "Retryable",
		});
	});

	test("of a version that the row has left is a conflict", async () => {
		const { entities } = shopEntities();
		const { changeId: version } = await entities.put("item", item);
		await entities.update("item", key, raise(1), { version });
		const late = entities.update("item", key, raise(1), { version });
		await expect(late).rejects.toMatchObject({ status: 409 });
		await expect(
			entities.remove("item", key, { version }),
		).rejects.toMatchObject({ status: 409 });
		await expect(
			entities.remove("item", { ...key, sk: "none" }, { version }),
		).rejects.toMatchObject({ status: 409 });
	});

	test("of a version that another writer leaves meanwhile is a conflict too", async () => {
		const { entities, table } = shopEntities();
		const { changeId: version } = await entities.put("item", item);
		table.onCall = (name) => {
			if (name === "PutItem") table.set(image({ changeId: "other" }));
		};
		await expect(
			entities.update("item", key, raise(1), { version }),
		).rejects.toMatchObject({ status: 409 });
	});

	test("by the same change again is done once, also with its version", async () => {
		const { entities } = shopEntities({ newChangeId: () => "the-same" });
		await entities.update("item", key, raise(1));
		const again = await entities.update("item", key, raise(1), {
			version: "the-version-before",
		});
		expect(again).toMatchObject({ price: 1 });
	});

	test("gets its change's id in the order of the calls, however fast the reads are", async () => {
		const { entities, table } = shopEntities();
		await entities.put("item", item);
		const slow = entities.update("item", key, raise(1));
		const other = entities.put("note", { pk: "note", sk: "1", text: "x" });
		await Promise.all([slow, other]);
		expect(table.row(key.pk, key.sk)).toMatchObject({ changeId: "write-2" });
		expect(table.row("note", "1")).toMatchObject({ changeId: "write-3" });
	});
});

describe("remove is soft", () => {
	test("a tombstone stays for longer than anything older may come", async () => {
		const { entities, table } = shopEntities();
		await entities.put("item", item);
		await entities.remove("item", key);
		expect(table.row(key.pk, key.sk)).toMatchObject({
			...tea,
			deleted: true,
			ttl: noon / 1000 + 102 * 24 * 60 * 60,
			timestamp: noon + 1,
			changeId: "write-2",
		});
	});

	test("of what is not there changes nothing", async () => {
		const { entities, table } = shopEntities();
		await entities.remove("item", key);
		await entities.put("item", item);
		await entities.remove("item", key);
		await entities.remove("item", key);
		expect(table.writes).toHaveLength(2);
	});

	test("is undone by a write, which takes mark and ttl off", async () => {
		const { entities, table } = shopEntities();
		for (const write of [
			() => entities.put("item", item),
			() => entities.update("item", key, (row) => (row ? undefined : tea)),
		]) {
			await entities.put("item", item);
			await entities.remove("item", key);
			await write();
			expect(table.row(key.pk, key.sk)).not.toHaveProperty("deleted");
			expect(table.row(key.pk, key.sk)).not.toHaveProperty("ttl");
			expect(await entities.get("item", key)).toMatchObject(tea);
		}
	});
});

describe("reads hide", () => {
	const rows = {
		"deleted rows": { deleted: true as const },
		"expired rows": { ttl: noon / 1000 },
		"rows of another name": { discriminator: "reservation" },
	};

	test.each(Object.entries(rows))("%s", async (_, fields) => {
		const { entities, table } = shopEntities();
		table.set(image({ ...fields, data: "a" }));
		expect(await entities.get("item", key)).toBeUndefined();
		expect(await entities.getMany("item", [key])).toEqual([]);
		expect((await entities.together("shop-1")).first("item")).toBeUndefined();
		expect(await entities.under("item", { pk: "shop-1" })).toEqual({
			items: [],
		});
		expect(await entities.list("item", { dataPrefix: "a" })).toEqual({
			items: [],
		});
	});

	test("nothing of a row that expires in the next second", async () => {
		const { entities, table } = shopEntities();
		table.set(image({ ttl: noon / 1000 + 1 }));
		expect(await entities.get("item", key)).toMatchObject(tea);
	});
});

describe("reads", () => {
	async function filled() {
		const all = shopEntities();
		for (const n of [1, 2, 3])
			await all.entities.put("item", {
				...item,
				sk: `item#${n}`,
				data: `b#${n}`,
				price: n,
			});
		await all.entities.put("note", { pk: "shop-1", sk: "note#1", text: "x" });
		return all.entities;
	}

	const prices = ({ items }: { items: { price: number }[] }) =>
		items.map(({ price }) => price);

	test("many rows, in the order of their keys", async () => {
		const entities = await filled();
		const keys = [3, 1, 9, 3].map((n) => ({ pk: "shop-1", sk: `item#${n}` }));
		const items = await entities.getMany("item", keys);
		expect(prices({ items })).toEqual([3, 1, 3]);
	});

	test("what several sources know of one thing", async () => {
		const known = await (await filled()).together("shop-1");
		expect(known.first("item")).toMatchObject({ price: 1 });
		expect(known.first("note")).toMatchObject({ text: "x" });
		expect(known.first("reservation")).toBeUndefined();
	});

	test("the rows under a key, in the order of sk", async () => {
		const entities = await filled();
		expect(prices(await entities.under("item", { pk: "shop-1" }))).toEqual([
			1, 2, 3,
		]);
		expect(
			prices(
				await entities.under("item", { pk: "shop-1", skPrefix: "item#2" }),
			),
		).toEqual([2]);
	});

	test("the rows of a name, in the order of data or against it", async () => {
		const entities = await filled();
		const dataPrefix = "b#";
		expect(prices(await entities.list("item", { dataPrefix }))).toEqual([
			1, 2, 3,
		]);
		expect(
			prices(await entities.list("item", { dataPrefix, descending: true })),
		).toEqual([3, 2, 1]);
		expect(
			prices(await entities.list("item", { dataPrefix: "" }, { limit: 2 })),
		).toEqual([1, 2]);
	});
});
