import { currentPorts, deployed, type Service, World } from "../../../testkit";
import { clearTelemetry, counted } from "../../../testkit/telemetry";
import { shelf, shop } from "../../properties/fixture";

jest.mock("../../../runtime/core/telemetry", () =>
	jest.requireActual("../../../testkit/telemetry"),
);
beforeEach(clearTelemetry);

const [east, west] = ["us-east-1", "us-west-2"];
const tea = { pk: "tea", sk: "item" };
const naming = (name: string) => ({
	service: "shop",
	route: "PUT /items/{itemId}",
	path: { itemId: "tea" },
	body: { name },
});

function world(options: Partial<ConstructorParameters<typeof World>[0]> = {}) {
	const it = new World({ services: [shop, shelf], ...options });
	const told = () =>
		it.bus.taken.map(({ region, event }) => [region, event.type]);
	const names = (service: string) =>
		[east, west]
			.map((region) =>
				it
					.cell(service, region)
					.replica.rows()
					.find(({ sk }) => sk === "item"),
			)
			.map((row) => row?.name);
	return { it, told, names };
}

test("a command is published by its region, and seen in all", async () => {
	const { it, told, names } = world();
	expect(await it.command(east, naming("Tea"))).toBe(204);
	expect(told()).toEqual([]);
	await it.quiesce();
	expect(told()).toEqual([[east, "item-named"]]);
	expect(names("shelf")).toEqual(["Tea", "Tea"]);
});

test("a region that is down does nothing, and hears nothing until it is back", async () => {
	const { it, names } = world();
	it.drop(west);
	expect(await it.command(west, naming("Tea"))).toBeUndefined();
	await it.command(east, naming("Tea"));
	await it.flow();
	expect(it.links()).toEqual([]);
	expect(it.upRegions()).toEqual([east]);
	await it.quiesce();
	expect(names("shop")).toEqual(["Tea", "Tea"]);
});

test("where a region is throttled nothing works, and nothing is lost", async () => {
	const { it, names } = world();
	await it.command(east, naming("Tea"));
	it.throttle(east);
	expect(await it.command(east, naming("Rice"))).toBe(429);
	for (let i = 0; i < 5; i++) await it.flow();
	expect(it.cell("shop", east).mapping.destination).toHaveLength(1);
	await it.quiesce();
	expect(names("shelf")).toEqual([undefined, undefined]);
	await it.redrive();
	expect(names("shelf")).toEqual(["Tea", "Tea"]);
});

test("a fault is resubmitted", async () => {
	const { it, told, names } = world();
	await it.command(east, naming("Tea"));
	await it.publish(it.cell("shop", east));
	const listener = it.cell("shelf", east);
	await it.listen(listener, 0, 1, { at: 0, what: "denied" });
	expect(told()).toContainEqual([east, "fault"]);
	expect(names("shelf")).toEqual([undefined, undefined]);
	await it.redrive();
	expect(names("shelf")).toEqual(["Tea", "Tea"]);
});

test("a row that replication set back is written back, and published once", async () => {
	const { it, told, names } = world({ skews: [10, 0] });
	await it.command(east, naming("greater"));
	await it.command(west, naming("later"));
	await it.quiesce();
	expect(names("shop")).toEqual(["greater", "greater"]);
	expect(names("shelf")).toEqual(["greater", "greater"]);
	expect(told()).toHaveLength(2);
	expect(counted.RowsRepaired).toBeGreaterThan(0);
	expect(counted.UnstampedChanges).toBe(0);
});

test("what a console writes is published by the stamped region, wherever it was written, and counted", async () => {
	const { it, told } = world();
	await it.command(east, naming("Tea"));
	await it.quiesce();
	it.edit(it.cell("shop", west), tea, (row) => ({ ...row, name: "Edited" }));
	await it.quiesce();
	expect(told()).toEqual([
		[east, "item-named"],
		[east, "item-named"],
	]);
	expect(counted.UnstampedChanges).toBe(1);
});

test("a row without stamps is published by the table's own region, counted, and left as it was put", async () => {
	const { it, told, names } = world();
	await it.command(west, naming("Tea"));
	await it.quiesce();
	it.edit(it.cell("shop", east), tea, ({ pk, sk, discriminator }) => ({
		...{ pk, sk, discriminator },
		name: "Script",
	}));
	await it.quiesce();
	expect(told()).toEqual([
		[west, "item-named"],
		[east, "item-named"],
	]);
	expect(names("shop")).toEqual(["Script", "Script"]);
	expect(counted.UnstampedChanges).toBe(1);
	expect(counted.RowsRepaired).toBe(0);
});

test("what a console removes is published as removed", async () => {
	const { it, told, names } = world();
	await it.command(east, naming("Tea"));
	await it.quiesce();
	it.edit(it.cell("shop", west), tea, () => undefined);
	it.edit(it.cell("shop", west), tea, () => undefined);
	await it.quiesce();
	expect(names("shop")).toEqual([undefined, undefined]);
	expect(told().at(-1)).toEqual([east, "item-removed"]);
});

test("after days tombstones are gone, and nobody is told", async () => {
	const { it, told } = world();
	await it.command(east, naming("Tea"));
	await it.command(east, { ...naming(""), route: "DELETE /items/{itemId}" });
	await it.quiesce();
	const before = told();
	await it.daysPass();
	await it.quiesce();
	expect(it.cell("shop", west).replica.rows()).toEqual([]);
	expect(told()).toEqual(before);
});

test("a trigger that causes itself without end is told", async () => {
	const restless: Service = {
		...shop,
		trigger: (ports) => async () => {
			const { now, newId, store } = ports();
			const stamps = { timestamp: now(), changeId: newId() };
			const key = { pk: newId(), sk: "item", discriminator: "item" };
			const row = { ...key, ...stamps, awsregion: east };
			await store.put(row, { expression: "attribute_not_exists(pk)" });
			return { batchItemFailures: [] };
		},
	};
	const { it } = world({ services: [restless], regions: [east] });
	await it.command(east, naming("Tea"));
	await expect(it.quiesce()).rejects.toThrow("does not come to rest");
});

test("the story says what happened", async () => {
	const { it } = world({ skews: [0, 5] });
	await it.command(east, naming("Tea"), { at: 0, what: "paused" });
	await it.resume();
	expect(String(it.story).split("\n")).toEqual([
		"  1. us-west-2: its clock is 5 ms ahead",
		expect.stringMatching(
			/^ {2}2\. us-east-1: user asks shop PUT .*: paused before PutItem$/,
		),
		expect.stringMatching(
			/^ {2}3\. us-east-1: \(user asks .*\): writes tea\/item \+0 \([0-9a-f]{6}\), 204$/,
		),
	]);
});

test("functions of a service's files get the ports of whoever runs them", async () => {
	expect(currentPorts).toThrow("no function of a harness runs");
	const { contract } = shop;
	const asked: string[] = [];
	const rest = async () => {
		asked.push(currentPorts().environment.region);
		return { statusCode: 200 };
	};
	const it = new World({ services: [deployed({ contract, rest })] });
	await it.command(west, naming("Tea"));
	expect(asked).toEqual([west]);
	await expect(it.publish(it.cell("shop", west))).resolves.toBeUndefined();
	expect(() => it.cell("shelf", west)).toThrow("no shelf in us-west-2");
});
