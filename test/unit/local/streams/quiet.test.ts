import { createQuiet } from "../../../../local/streams/quiet";

async function isOver(promise: Promise<void>): Promise<boolean> {
	const settled = promise.then(() => true);
	return Promise.race([
		settled,
		new Promise<false>((no) => setImmediate(no, false)),
	]);
}

test("a look before the call does not count: something may have been written since", async () => {
	const quiet = createQuiet();
	quiet.set("shard", 0);
	const early = quiet.tick();
	const wait = quiet.wait();
	quiet.set("shard", early);
	expect(await isOver(wait)).toBe(false);
	quiet.set("shard", quiet.tick());
	expect(await isOver(wait)).toBe(true);
});

test("every activity must have looked", async () => {
	const quiet = createQuiet();
	quiet.set("one", 0);
	quiet.set("two", 0);
	const wait = quiet.wait();
	quiet.set("one", quiet.tick());
	expect(await isOver(wait)).toBe(false);
	quiet.remove("two");
	expect(await isOver(wait)).toBe(true);
});

test("closing lets all who wait go, then and later", async () => {
	const quiet = createQuiet();
	quiet.set("shard", 0);
	const wait = quiet.wait();
	quiet.close();
	expect(await isOver(wait)).toBe(true);
	expect(await isOver(quiet.wait())).toBe(true);
});
