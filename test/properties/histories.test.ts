import { everyHistory, World } from "../../testkit";
import { buyer } from "./buyer";
import { commands, shelf, shop } from "./fixture";
import { matcher } from "./matcher";
import { offersAreMade, repeatsAreOne, sourcesAreSeen } from "./outcomes";

jest.mock("../../runtime/core/telemetry", () =>
	jest.requireActual("../../testkit/telemetry"),
);
jest.setTimeout(3_600_000);

test("in any history regions converge, every change is published once, every event is handled, every view is right", async () => {
	await everyHistory({
		services: [shop, shelf],
		commands,
		also: (world) => {
			sourcesAreSeen(world);
			repeatsAreOne(world);
		},
	});
});

test("two events in two regions are matched in one of them, or in both as the same event", async () => {
	await everyHistory({
		services: [shop, matcher("all")],
		commands,
		also: offersAreMade,
		runs: Math.ceil(Number(process.env.FC_RUNS ?? 100) / 4),
	});
});

test("what follows from collected events and deadlines is decided once by each region, and has one id", async () => {
	await everyHistory({
		services: [shop, buyer],
		commands,
		runs: Math.ceil(Number(process.env.FC_RUNS ?? 100) / 2),
	});
});

test("what two regions have collected half of is decided, and what nobody has counted is dropped in time", async () => {
	const world = new World({ services: [shop, buyer] });
	const put = (region: string, way: string, itemId: string, body: object) =>
		world.command(region, {
			...{ service: "shop", route: `PUT /items/{itemId}${way}` },
			path: { itemId },
			body,
		});
	await put("us-east-1", "", "tea", { name: "Tea" });
	await put("us-west-2", "/stock", "tea", { quantity: 1 });
	await put("us-west-2", "", "rice", { name: "Rice" });
	await world.quiesce();
	const said = world.bus.taken.map(
		({ event }) => `${event.type} ${event.partitionKey}`,
	);
	expect(
		[...new Set(said)].filter((one) => !/named|counted/.test(one)),
	).toEqual(["item-listed tea", "label-requested tea", "item-dropped rice"]);
});

test("where replication takes no time, all regions decide alike", async () => {
	await everyHistory({
		services: [shop, buyer],
		commands,
		lag: false,
		runs: Math.ceil(Number(process.env.FC_RUNS ?? 100) / 4),
	});
});

test("and what a function writes that was paused is there before anybody else runs", async () => {
	const world = new World({ services: [shop, buyer], lag: false });
	const cell = (service: string) => {
		const found = world.cells.find((each) => each.is(service, "us-east-1"));
		if (!found) throw new Error(`no ${service}`);
		return found;
	};
	const say = async (route: string, body: object) => {
		await world.command("us-east-1", {
			...{ service: "shop", route, path: { itemId: "tea" }, body },
		});
		world.replicateAtOnce();
		await world.publish(cell("shop"));
	};
	const name = "PUT /items/{itemId}";
	await say(name, { name: "Tea" });
	await say("DELETE /items/{itemId}", {});
	await world.listen(cell("buyer"), 0, 10, { at: 0, what: "paused" });
	await say("PUT /items/{itemId}/stock", { quantity: 0 });
	await say(name, { name: "Green tea" });
	await world.listen(cell("buyer"));
	await world.quiesce();
	const decided = world.cells
		.filter(({ name }) => name === "buyer")
		.map(({ replica }) => replica.rows().find(({ sk }) => sk === "EMISSION"));
	expect(decided.length).toBeGreaterThan(1);
	expect(new Set(decided.map((row) => JSON.stringify(row?.events))).size).toBe(
		1,
	);
});

test("consoles and scripts may write between: the regions agree all the same", async () => {
	await everyHistory({
		services: [shop, shelf],
		commands,
		consoles: true,
		runs: Math.ceil(Number(process.env.FC_RUNS ?? 100) / 4),
	});
});
