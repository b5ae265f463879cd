import { Scheduler } from "../../../testkit/scheduler";

const schedule = (name: string, at: number) => ({
	...{
		name,
		at,
		group: "group",
		queue: "queue",
		role: "role",
		deadLetters: "dead",
	},
	input: `of ${name} at ${at}`,
});

test("a schedule is due from its time on, sends its message and is gone", () => {
	const scheduler = new Scheduler();
	scheduler.create(schedule("b", 20));
	scheduler.create(schedule("a", 10));
	expect(scheduler.next()).toBe(10);
	expect(scheduler.due(9)).toEqual([]);
	const [due] = scheduler.due(10);
	expect(due?.name).toBe("a");
	expect(due && scheduler.fire(due)).toBe("of a at 10");
	expect(scheduler.due(100).map(({ name }) => name)).toEqual(["b"]);
});

test("one that is there already is left as it is", () => {
	const scheduler = new Scheduler();
	scheduler.create(schedule("a", 10));
	scheduler.create(schedule("a", 20));
	expect(scheduler.next()).toBe(10);
	expect(scheduler.due(30)).toHaveLength(1);
});
