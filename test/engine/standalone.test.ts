import {
	EventBridgeClient,
	ListRulesCommand,
	PutEventsCommand,
} from "@aws-sdk/client-eventbridge";
import { bundle } from "../../components/bundling";
import { Clients, settingsOf } from "../../local/resources/clients";
import { project } from "../integration/package/consumer";
import { eventually } from "../journey/steps";
import { tapBus } from "../journey/tap";
import { describeWithCli } from "./cli";
import { JoiningStack } from "./joining-stack";
import { LocalStack } from "./local-stack";

jest.setTimeout(240_000);

const region = "us-east-1";
const bus = "bulkhead-dev";

/** Of the running system, the hub and whoever decides that an order is ready. */
const system = `
import { Code, EventHub, readSettings, Service } from "./components";
import { fulfillment as contract } from "./functions/fulfillment/contract";

const settings = readSettings();
const code = new Code([contract], __dirname);
const eventHubs = settings.regions.map(
	(region) => new EventHub(\`hub-\${region}\`, { region, settings, code }),
);
new Service(contract.name, { contract, code, hubs: eventHubs, settings });

export const hubs = Object.fromEntries(
	eventHubs.map(({ region, joinable }) => [region, joinable]),
);
`;

describeWithCli("a service in a repository of its own", () => {
	let running: LocalStack;
	let joining: JoiningStack;
	let clients: Clients;
	beforeAll(async () => {
		running = await LocalStack.start("dev");
		await running.checkout.write("index.ts", system);
		[joining] = await Promise.all([
			JoiningStack.beside(running.engine),
			running.must("up", "--yes", "--skip-preview"),
		]);
		clients = new Clients(running.engine.endpoint);
	});
	afterAll(async () => {
		clients?.destroy();
		await joining?.remove();
		await running?.stop();
	});

	/** What the services say that are not deployed here. */
	async function say(Source: string, type: string, body: object) {
		const id = `${Source}-${type}`;
		const tags = { source: Source, hops: 0 };
		const header = { id, type, timestamp: Date.now(), partitionKey: "order-1" };
		const Entry = {
			EventBusName: bus,
			Source,
			DetailType: type,
			Detail: JSON.stringify({ ...header, tags, ...body }),
		};
		const { FailedEntryCount } = await clients
			.get(EventBridgeClient, region)
			.send(new PutEventsCommand({ Entries: [Entry] }));
		expect(FailedEntryCount).toBe(0);
	}

	it("is told in a sentence, once, that a region has no hub", async () => {
		const fails = async (sentence: string) => {
			const { code, output } = await joining.run("preview");
			expect(output).not.toMatch(/^\s+at /m);
			const [, diagnostics = ""] = output.split("Diagnostics:");
			expect(diagnostics).toContain(`error: ${sentence}`);
			expect(diagnostics.match(/error:/g)).toHaveLength(1);
			expect(diagnostics).not.toContain("warning:");
			expect(code).not.toBe(0);
		};
		await joining.edit(
			"regions:\n    - us-east-1",
			"regions:\n    - eu-west-1",
		);
		await joining.edit("tableRegion: us-east-1", "tableRegion: eu-west-1");
		await fails(
			"the stack organization/bulkhead/dev has no hub in eu-west-1, but in us-east-1",
		);
		await joining.edit(
			"regions:\n    - eu-west-1",
			"regions:\n    - us-east-1",
		);
		await joining.edit("tableRegion: eu-west-1", "tableRegion: us-east-1");
	});

	it("is previewed and deployed by its own stack", async () => {
		const { output } = await joining.must("preview");
		expect(output).toMatch(/\+ \d+ to create/);
		expect(output).not.toMatch(/warning|error/i);
		await joining.must("up", "--yes", "--skip-preview");
		const again = await joining.must("preview", "--expect-no-changes");
		expect(again.output).toMatch(/\d+ unchanged/);
	});

	it("hears what the running system publishes, and publishes on the same bus", async () => {
		const { engine } = running;
		const tap = await tapBus(settingsOf(engine.endpoint, region), bus, [
			"points-earned",
		]);
		const order = {
			orderId: "order-1",
			restaurantId: "napoli",
			total: { amount: 1299, currency: "EUR" },
		};
		const { orderId } = order;
		await say("customer", "order-submitted", { order });
		await say("restaurant", "order-accepted", { order: { orderId } });
		await say("payment", "payment-authorized", { payment: { orderId } });

		const apis = (await joining.output("apis")) as Record<
			string,
			Record<string, string>
		>;
		const token = await engine.token("ann", ["points:collect"]);
		const collect = () =>
			fetch(`${apis.loyalty?.[region]}/orders/${orderId}/points`, {
				method: "PUT",
				headers: { authorization: `Bearer ${token}` },
			});
		// Until fulfillment has decided, and its event is here.
		const answer = await eventually(collect, ({ status }) => status === 200, {
			seconds: 30,
		});
		expect(await answer.json()).toEqual({ orderId, points: 12 });
		expect(JSON.parse(await tap.next())).toMatchObject({
			type: "points-earned",
			tags: { source: "loyalty" },
			earned: { orderId, customerId: "ann", points: 12 },
		});
	});

	it("runs on the very runtime that the running system has", async () => {
		const { runtime } = await bundle({ root: project, functions: [] });
		expect(runtime.length).toBeGreaterThan(10);
		expect(await joining.consumer.runtime()).toEqual(runtime);
	});

	it("leaves nothing on the bus when it is destroyed, and the running system its rules", async () => {
		const rules = async () => {
			const { Rules = [] } = await clients
				.get(EventBridgeClient, region)
				.send(new ListRulesCommand({ EventBusName: bus }));
			return Rules.map(({ Name = "" }) => Name.split("-")[0])
				.filter((name) => name !== "tap")
				.sort();
		};
		expect(await rules()).toEqual(["fulfillment", "hub", "loyalty"]);
		await joining.must("destroy", "--yes", "--skip-preview");
		expect(await rules()).toEqual(["fulfillment", "hub"]);
	});
});
