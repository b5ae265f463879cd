import { toError } from "../../../local/provision/failure";

const failure = {
	type: "aws:sqs/queue:Queue",
	name: "orders",
	reason: "Queue already exists",
};

it("is no error when nothing failed", () => {
	expect(toError([], [])).toBeUndefined();
});

it("tells a failed resource once, however often its error appears", () => {
	const copies = [
		new Error("Queue already exists"),
		new Error("failed to register: Queue already exists"),
	];
	expect(toError([failure], copies)?.message).toBe(
		"aws:sqs/queue:Queue orders: Queue already exists",
	);
});

it("does not hide the program's own error behind it", () => {
	const own = new Error("stage is not configured");
	expect(toError([failure], [own, own])?.message).toBe(
		"aws:sqs/queue:Queue orders: Queue already exists\n" +
			"the program itself: stage is not configured",
	);
});

it("leaves the program's own error as it is", () => {
	const own = new Error("stage is not configured");
	expect(toError([], [own])).toBe(own);
});
