import { statefulTypes } from "../../components/stateful";
import { evaluate } from "./evaluate";
import { custom, everyOf, named } from "./query";
import type { Registered, Run } from "./run";

/** Deadlines that are pending are in it; what is left of it would be of no use. */
const group = "aws:scheduler/scheduleGroup:ScheduleGroup";
const isStateful = ({ type }: Registered) => statefulTypes.includes(type);

describe("what is stateful", () => {
	let dev: Run;
	let prod: Run;

	beforeAll(async () => {
		dev = await evaluate({ stack: "dev", preview: true });
		prod = await evaluate({ stack: "prod", preview: true });
	});

	it("refuses to be destroyed in prod, and stays in the cloud when it leaves the program", () => {
		everyOf(
			custom(prod).filter(isStateful),
			({ protect, retainOnDelete }) => protect && retainOnDelete,
			9,
		);
	});

	it("is easy to throw away in dev", () => {
		everyOf(
			custom(dev),
			({ protect, retainOnDelete }) => !protect && !retainOnDelete,
			90,
		);
		expect(named(dev, "hub-us-east-1-failures-bucket").inputs).toMatchObject({
			forceDestroy: true,
		});
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
