import { handler } from "../../../../runtime/hub/repairer";
import {
	image,
	lambdaContext,
	noon,
	streamRecord,
} from "../../../../testkit/records";
import { world } from "../world/world";

jest.mock("../../../../runtime/core/telemetry", () =>
	jest.requireActual("../../../../testkit/telemetry"),
);
const { ports, table, bus } = world();
jest.mock("../../../../runtime/core/ports", () => ({
	...jest.requireActual("../../../../runtime/core/ports"),
	realPorts: () => ports(),
}));

test("a view that replication set back is written back, and nothing is published", async () => {
	const view = { changeId: undefined, eventId: "event-2" };
	const lesser = image({
		...view,
		eventId: "event-1",
		awsregion: "us-west-2",
		timestamp: noon - 1,
	});
	table.set(lesser);
	const record = streamRecord({ old: image(view), now: lesser });
	expect(await handler({ Records: [record] }, lambdaContext({}))).toMatchObject(
		{ batchItemFailures: [] },
	);
	expect(table.row("shop-1", "item#1")).toMatchObject({ eventId: "event-2" });
	expect(bus.taken).toEqual([]);
});
