import { everyHistory, failingHistory, mustHold } from "../../../testkit";
import { commands, shelf, shop } from "../../properties/fixture";

jest.mock("../../../runtime/core/telemetry", () =>
	jest.requireActual("../../../testkit/telemetry"),
);

const options = { services: [shop, shelf], commands, seed: 1, runs: 100 };

/** As if reordering were forbidden. */
const neverReorders = {
	...options,
	also: ({ bus }: { bus: { taken: readonly { event: { type: string } }[] } }) =>
		mustHold(
			bus.taken.every(({ event }) => event.type !== "reorder-requested"),
			() => "it reorders",
		),
};

test("where nothing breaks there is no story", async () => {
	expect(await failingHistory({ ...options, runs: 20 })).toBeUndefined();
	await everyHistory({ ...options, runs: 20 });
});

test("a failing history is told with what is needed for it, the same each time", async () => {
	const failing = await failingHistory(neverReorders);
	const asked = failing?.story.filter((line) => line.includes("asks"));
	expect(asked).toEqual([expect.stringContaining('"quantity":0')]);
	expect(await failingHistory(neverReorders)).toEqual(failing);
});

test("its report is the error's message", async () => {
	await expect(everyHistory(neverReorders)).rejects.toThrow(
		/^it reorders\n {2}1\. us-.*asks shop.*again with seed 1, path/s,
	);
});
