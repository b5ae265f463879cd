import { absent } from "../../../../runtime/core/conditions";
import { image, row } from "../../../../testkit/records";
import { world } from "../world/world";

const keys = (count: number) =>
	Array.from({ length: count }, (_, i) => ({ pk: "shop-1", sk: `item#${i}` }));

function filled(count: number) {
	const all = world();
	for (const key of keys(count)) all.table.set(image(key));
	return all;
}

test("getMany reads 100 keys a call", async () => {
	const { store, table } = filled(230);
	expect(await store.getMany(keys(240))).toHaveLength(230);
	expect(table.calls).toEqual(Array(3).fill("BatchGetItem"));
});

test("getMany takes a key that comes twice", async () => {
	const { store } = filled(2);
	expect(await store.getMany([...keys(2), ...keys(2)])).toHaveLength(2);
});

test("getMany reads what DynamoDB left unread", async () => {
	const { store, table } = filled(150);
	table.keysPerBatch = 40;
	expect(await store.getMany(keys(150))).toHaveLength(150);
});

test("getMany gives up when nothing is read any more, and may be tried again", async () => {
	const { store, table } = filled(1);
	table.keysPerBatch = 0;
	await expect(store.getMany(keys(1))).rejects.toMatchObject({
		name: "Retryable",
	});
});

test("getMany of no keys makes no call", async () => {
	const { store, table } = world();
	expect(await store.getMany([])).toEqual([]);
	expect(table.calls).toEqual([]);
});

test("queryAll reads all pages of a partition", async () => {
	const { store, table } = filled(25);
	table.rowsPerQuery = 10;
	const rows = await store.queryAll("shop-1");
	expect(rows).toHaveLength(25);
	expect(table.calls).toEqual(Array(3).fill("Query"));
});

test("a refused put says what stands there", async () => {
	const { store, table } = world();
	table.set(image({ price: 1 }));
	expect(await store.put(row({ price: 2 }), absent)).toEqual({
		current: row({ price: 1 }),
	});
	expect(table.row("shop-1", "item#1")).toEqual(row({ price: 1 }));
});

test("an error of a put is not taken for a refusal", async () => {
	const { store, table } = world();
	table.failNext({ name: "ThrottlingException" });
	await expect(store.put(row(), absent)).rejects.toThrow("ThrottlingException");
});

const two = ["item#1", "item#2"].map((sk) => ({
	row: row({ sk }),
	condition: absent,
}));

test("putAll writes all rows", async () => {
	const { store, table } = world();
	expect(await store.putAll(two)).toBeUndefined();
	expect(table.rows()).toHaveLength(2);
});

test("putAll writes none where a condition fails, and says which and why", async () => {
	const { store, table } = world();
	table.set(image({ sk: "item#2", price: 7 }));
	expect(await store.putAll(two)).toEqual([
		undefined,
		{ current: row({ sk: "item#2", price: 7 }) },
	]);
	expect(table.rows()).toHaveLength(1);
});

test.each([
	"TransactionConflict",
	"ThrottlingError",
	"ProvisionedThroughputExceeded",
])(
	"a transaction that is cancelled by %s may be tried again",
	async (reason) => {
		const { store, table } = world();
		const name = "TransactionCanceledException";
		table.failNext({ name, reasons: ["None", reason] });
		await expect(store.putAll(two)).rejects.toMatchObject({
			name: "Retryable",
			message: `transaction: None, ${reason}`,
		});
	},
);

test.each([
	[
		"cancelled for good",
		{
			name: "TransactionCanceledException",
			reasons: ["ValidationError", "None"],
		},
	],
	["not run at all", { name: "AccessDeniedException" }],
])("a transaction that is %s is an error of its own", async (_, failure) => {
	const { store, table } = world();
	table.failNext(failure);
	await expect(store.putAll(two)).rejects.toMatchObject({ name: failure.name });
});
