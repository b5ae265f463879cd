import type { Entities } from "../../runtime/entities";
import { type Sample, same } from "./sample";

const key = { pk: "a", sk: "b" };

/** Compiled, never called. */
export async function uses(entities: Entities<Sample>): Promise<void> {
	const task = await entities.put("task", { ...key, title: "x", done: false });
	same<typeof task.title, string>();
	same<typeof task.timestamp, number>();
	await entities.create("note", { ...key, data: "by", text: "x" });
	await entities.remove("bill", key, { version: task.changeId });
	await entities.update("bill", key, (bill) => ({
		cents: (bill?.cents ?? 0) + 1,
	}));
	await entities.update("task", key, () => undefined);

	// Whatever its kind, a row can be read.
	const person = await entities.get("person", key);
	same<
		typeof person extends { email: string } | undefined ? true : false,
		true
	>();
	const known = await entities.together("a");
	known.first("person")?.email.length;
	const { items } = await entities.list("note", { dataPrefix: "" });
	items[0]?.text.length;

	// @ts-expect-error a view is written by its rule alone
	await entities.put("person", { ...key, email: "x" });
	// @ts-expect-error a view is written by its rule alone
	await entities.create("person", { ...key, email: "x" });
	// @ts-expect-error a view is written by its rule alone
	await entities.update("person", key, () => ({ email: "x" }));
	// @ts-expect-error a view is written by its rule alone
	await entities.remove("person", key);

	// @ts-expect-error the contract has no such row
	await entities.put("tasks", { ...key, title: "x", done: false });
	// @ts-expect-error the contract has no such row
	await entities.get("tasks", key);

	// @ts-expect-error a field is missing
	await entities.put("task", { ...key, title: "x" });
	// @ts-expect-error a field is of another type
	await entities.put("bill", { ...key, cents: "1" });
	// @ts-expect-error a field is unknown
	await entities.put("bill", { ...key, cents: 1, euros: 1 });
	// @ts-expect-error the key is missing
	await entities.put("bill", { cents: 1 });
	// @ts-expect-error the changed row lacks a field
	await entities.update("task", key, () => ({ title: "x" }));
	// @ts-expect-error a task has no cents
	task.cents;
}
