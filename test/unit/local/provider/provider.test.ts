import { Provider } from "../../../../local/provider/provider";
import { unknown } from "../../../../local/provider/values";
import { Clients } from "../../../../local/resources/clients";
import type { Properties } from "../../../../local/resources/handler";
import { StreamMappings } from "../../../../local/resources/stream-mappings";

const endpoint = "http://127.0.0.1:1";
const log = jest.fn();
const provider = new Provider({
	endpoint,
	clients: new Clients(endpoint),
	streams: new StreamMappings(endpoint, () => {}),
	root: "/",
	log,
});
beforeEach(() => log.mockClear());

const resource = (type: string, name = "orders") => ({
	urn: `urn:pulumi:dev::bulkhead::${type}::${name}`,
	type,
	name,
});
const queue = resource("aws:sqs/queue:Queue");
const table = resource("aws:dynamodb/table:Table");
const alarm = resource("aws:cloudwatch/metricAlarm:MetricAlarm");

/** As the engine sends an archive. */
const archive = (hash: string, path: string) => ({
	"4dabf18193072939515e22adb298388d": "0def7320c3a5731c473e5ecbe6d01bc7",
	hash,
	path,
});

describe("check", () => {
	it("names what the program leaves open, the same each time", () => {
		const { inputs } = provider.check(queue, {}, { delaySeconds: 1 });
		expect(inputs.name).toMatch(/^orders-[0-9a-f]{7}$/);
		expect(provider.check(queue, {}, {}).inputs.name).toBe(inputs.name);
	});

	it("keeps the name that a resource has", () => {
		const { inputs } = provider.check(queue, { name: "old" }, {});
		expect(inputs.name).toBe("old");
	});

	it("tells what is wrong, and where", () => {
		const { problems } = provider.check(queue, {}, { delaySeconds: "long" });
		expect(problems).toMatchObject([{ path: ["delaySeconds"] }]);
	});

	it.each<[string, Properties]>([
		["an input", { delaySeconds: unknown }],
		["one of several tags", { tags: { owner: unknown } }],
	])("waits with %s that is not known yet", (_, inputs) => {
		expect(provider.check(queue, {}, inputs).problems).toEqual([]);
	});

	it("names the type that nothing provides", () => {
		expect(() => provider.check(resource("aws:ec2/vpc:Vpc"), {}, {})).toThrow(
			"nothing on this machine provides aws:ec2/vpc:Vpc: add a handler for it to local/resources/index.ts",
		);
	});
});

describe("diff", () => {
	it("finds nothing in the same inputs, wherever an archive lies", () => {
		const before = { name: "a", code: archive("1", "/here") };
		const after = { code: archive("1", "/there"), name: "a" };
		const fn = resource("aws:lambda/function:Function");
		expect(provider.diff(fn, before, after).changed).toEqual([]);
	});

	it("updates an archive of other content", () => {
		const fn = resource("aws:lambda/function:Function");
		const [before, after] = ["1", "2"].map((hash) => ({
			code: archive(hash, "/here"),
		}));
		expect(provider.diff(fn, before ?? {}, after ?? {})).toMatchObject({
			changed: ["code"],
			replacing: [],
		});
	});

	it.each<[string, Properties, boolean]>([
		["its name stays", { fifoQueue: true }, true],
		["its name changes", { name: "b" }, false],
	])("deletes first what is replaced where %s", (_, after, deleteFirst) => {
		const diff = provider.diff(queue, { name: "a" }, { name: "a", ...after });
		expect(diff).toMatchObject({
			replacing: Object.keys(after),
			deleteFirst,
		});
	});

	it("may replace by what is not known yet", () => {
		const policy = resource("aws:sqs/queuePolicy:QueuePolicy");
		const before = { queueUrl: "http://a", policy: "{}" };
		const after = { queueUrl: unknown, policy: "{}" };
		expect(provider.diff(policy, before, after).replacing).toEqual([
			"queueUrl",
		]);
	});
});

describe("preview", () => {
	const replicas = [{ regionName: "us-west-2" }, { regionName: "eu-west-1" }];

	it("does not know what AWS decides within a list", () => {
		expect(provider.previewCreate(table, { replicas }).replicas).toEqual([
			{ regionName: "us-west-2", arn: unknown, streamArn: unknown },
			{ regionName: "eu-west-1", arn: unknown, streamArn: unknown },
		]);
	});

	it("knows what an update leaves as it is", () => {
		const west = { regionName: "us-west-2", arn: "arn", streamArn: "stream" };
		const inputs = { replicas: replicas.slice(0, 1) };
		const outputs = { arn: "table", replicas: [west] };
		const before = { id: "a", inputs, outputs };
		expect(provider.previewUpdate(table, before, { replicas })).toEqual({
			arn: "table",
			replicas: [
				west,
				{ regionName: "eu-west-1", arn: unknown, streamArn: unknown },
			],
		});
	});
});

describe("a type that means nothing on this machine", () => {
	it("is accepted, and its reason told once", async () => {
		const inputs = { name: "late", region: "eu-west-1" };
		expect(provider.check(alarm, {}, inputs)).toEqual({ inputs, problems: [] });
		const state = await provider.create(alarm, inputs);
		await provider.create(alarm, inputs);
		expect(state.outputs).toMatchObject(inputs);
		expect(log.mock.calls).toEqual([
			[
				alarm.urn,
				"not made on this machine: the emulator publishes no metrics, so nothing could ever be shown or alarm",
			],
		]);
		expect(await provider.read(alarm, state)).toBe(state);
		const more = { ...inputs, threshold: 3 };
		const { outputs } = await provider.update(alarm, state, more);
		expect(outputs).toMatchObject(more);
		await provider.delete(alarm, state);
	});
});

it("does not import what it has not made", async () => {
	const state = { id: "somebodys", inputs: {}, outputs: {} };
	await expect(provider.read(queue, state)).rejects.toThrow(
		"cannot be imported",
	);
});

it("answers look-ups by its own region", () => {
	provider.configure({ region: "eu-west-1" });
	const token = "aws:index/getRegion:getRegion";
	expect(provider.invoke(token, {}).region).toBe("eu-west-1");
});
