import { Invocation, type Mishap } from "../../../testkit/invocation";

/** A function of two calls, and which of them were done. */
function twoCalls(mishap?: Mishap) {
	const done: string[] = [];
	const invocation = new Invocation<string>(mishap);
	const call = (name: string) =>
		invocation.call(name, (refused) => {
			done.push(refused ? `${name} without ${refused}` : name);
		});
	const ended = invocation.start(async () => {
		await call("PutItem");
		await call("PutEvents");
		return "answer";
	});
	return { ended, done, invocation };
}

const answered = { kind: "answered", value: "answer" };

test("without a mishap it answers", async () => {
	const { ended, done } = twoCalls();
	expect(await ended).toEqual(answered);
	expect(done).toEqual(["PutItem", "PutEvents"]);
});

test.each([
	["before its first call", 0, []],
	["between two calls", 1, ["PutItem"]],
	["before it answers", 2, ["PutItem", "PutEvents"]],
])("it is killed %s", async (_, at, expected) => {
	const { ended, done } = twoCalls({ at, what: "killed" });
	expect(await ended).toEqual({ kind: "killed" });
	expect(done).toEqual(expected);
});

test("it is paused before a call, and goes on when it is told to", async () => {
	const { ended, done, invocation } = twoCalls({ at: 1, what: "paused" });
	expect(await ended).toEqual({ kind: "paused" });
	expect(done).toEqual(["PutItem"]);
	expect(await invocation.resume()).toEqual(answered);
	expect(done).toEqual(["PutItem", "PutEvents"]);
});

test.each([
	["throttled", "ThrottlingException", []],
	["denied", "AccessDeniedException", []],
	["refused", "ThrottlingException", []],
	["lost", "TimeoutError", ["PutItem"]],
] as const)("a call is %s", async (what, name, expected) => {
	const { ended, done } = twoCalls({ at: 0, what });
	expect(await ended).toMatchObject({ kind: "failed", error: { name } });
	expect(done).toEqual(expected);
});

test("of a call to the bus some entries are refused", async () => {
	const { ended, done } = twoCalls({ at: 1, what: "refused", entries: 5 });
	expect(await ended).toEqual(answered);
	expect(done).toEqual(["PutItem", "PutEvents without 5"]);
});
