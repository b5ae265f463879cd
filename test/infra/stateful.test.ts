import { statefulTypes } from "../../components/stateful";
import { evaluate } from "./evaluate";
import { custom, everyOf } from "./query";
import type { Registered, Run } from "./run";

/** Deadlines that are pending are in it; what is left of it would be of no use. */
const group = "aws:scheduler/scheduleGroup:ScheduleGroup";
const isStateful = ({ type }: Registered) => statefulTypes.includes(type);

describe("what is stateful", () => {
	let dev: Run;
	let prod: Run;
	let preview: Run;

	beforeAll(async () => {
		dev = await evaluate({ stack: "dev", preview: true });
		prod = await evaluate({ stack: "prod", preview: true });
		preview = await evaluate({ stack: "preview", preview: true });
	});

	it("refuses to be destroyed in prod, and stays in the cloud when it leaves the program", () => {
		everyOf(
			custom(prod).filter(isStateful),
			({ protect, retainOnDelete }) => protect && retainOnDelete,
			9,
		);
	});

	it("is easy to throw away in dev and preview", () => {
		for (const run of [dev, preview]) {
			everyOf(
				custom(run),
				({ protect, retainOnDelete, inputs }) =>
					!protect &&
					!retainOnDelete &&
					inputs.deletionProtectionEnabled !== true,
				90,
			);
			everyOf(
				custom(run).filter(({ type }) => type.endsWith(":Bucket")),
				({ inputs }) => inputs.forceDestroy === true,
				2,
			);
		}
	});

	it("costs and leaves as little as it can in preview", () => {
		const inputsOf = (type: string) =>
			custom(preview)
				.filter((each) => each.type.endsWith(`:${type}`))
				.map(({ inputs }) => inputs);
		const every = (type: string, expected: object, count: number) => {
			const found = inputsOf(type);
			expect(found.length).toBeGreaterThanOrEqual(count);
			for (const inputs of found) expect(inputs).toMatchObject(expected);
		};
		expect(inputsOf("Table").map((each) => each.pointInTimeRecovery)).toEqual(
			Array(6).fill({ enabled: false }),
		);
		every("LogGroup", { retentionInDays: 1 }, 20);
		every("Key", { deletionWindowInDays: 7 }, 1);
		every("Secret", { recoveryWindowInDays: 0 }, 2);
		expect(preview.warnings).toEqual([]);
	});

	it("is all that is protected", () => {
		everyOf(
			custom(prod).filter(
				(resource) => !isStateful(resource) && resource.type !== group,
			),
			({ protect, retainOnDelete }) => !protect && !retainOnDelete,
			180,
		);
	});

	it("is not deleted by AWS either: tables refuse, and buckets that are not empty", () => {
		everyOf(
			custom(prod).filter(({ type }) => type.endsWith(":Table")),
			({ inputs }) => inputs.deletionProtectionEnabled === true,
			5,
		);
		everyOf(
			custom(prod).filter(({ type }) => type.endsWith(":Bucket")),
			({ inputs }) => inputs.forceDestroy === false,
			2,
		);
	});
});
