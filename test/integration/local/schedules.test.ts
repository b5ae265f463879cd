import { GetScheduleCommand, SchedulerClient } from "@aws-sdk/client-scheduler";
import {
	GetSecretValueCommand,
	SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { type Emulator, startEmulator } from "../../../local/emulator/emulator";
import { Clients } from "../../../local/resources/clients";
import type { Context } from "../../../local/resources/context";
import { schedule, scheduleGroup } from "../../../local/resources/scheduler";
import { secret } from "../../../local/resources/secretsmanager";
import { queue } from "../../../local/resources/sqs";
import { StreamMappings } from "../../../local/resources/stream-mappings";
import { until } from "../../../local/resources/until";

jest.setTimeout(60_000);

const root = `${__dirname}/../../..`;
const region = "us-west-2";
let emulator: Emulator;
let clients: Clients;

beforeAll(async () => {
	emulator = await startEmulator({ root });
	clients = new Clients(emulator.endpoint);
});
afterAll(async () => {
	clients?.destroy();
	await emulator?.stop();
});

const at = (where: string): Context => ({
	endpoint: emulator.endpoint,
	region: where,
	clients,
	streams: new StreamMappings(emulator.endpoint, () => {}),
});

async function received(url: string): Promise<string | undefined> {
	const sqs = clients.get(SQSClient, region);
	return until(async () => {
		const { Messages } = await sqs.send(
			new ReceiveMessageCommand({ QueueUrl: url }),
		);
		return Messages?.[0]?.Body;
	}, 10_000);
}

describe("schedules", () => {
	it("send at their second, with the time at which they were due", async () => {
		const clocks = await scheduleGroup.create({ name: "clocks" }, at(region));
		const events = await queue.create({ name: "events" }, at(region));
		const due = new Date(Math.ceil(Date.now() / 1000) * 1000 + 1000);
		const second = `${due.toISOString().slice(0, 19)}`;
		const target = {
			arn: events.outputs.arn,
			roleArn: "arn:aws:iam::000000000000:role/clocks",
			input: '{"job":"settle","at":"<aws.scheduler.scheduled-time>"}',
		};
		await schedule.create(
			{
				name: "once",
				groupName: clocks.id,
				scheduleExpression: `at(${second})`,
				flexibleTimeWindow: { mode: "OFF" },
				target,
			},
			at(region),
		);
		const body = await received(String(events.outputs.url));
		expect(JSON.parse(body ?? "")).toEqual({ job: "settle", at: `${second}Z` });
		expect(Date.now() - due.getTime()).toBeLessThan(2000);
	});

	it("are changed in place, and go with their group", async () => {
		const inputs = {
			name: "nightly",
			groupName: "nights",
			scheduleExpression: "cron(0 2 * * ? *)",
			flexibleTimeWindow: { mode: "OFF" },
			target: { arn: "arn:aws:sqs:us-west-2:000000000000:q", roleArn: "r" },
		};
		const group = await scheduleGroup.create({ name: "nights" }, at(region));
		const known = await schedule.create(inputs, at(region));
		const changed = { ...inputs, scheduleExpression: "cron(5 2 * * ? *)" };
		expect(schedule.replaces(inputs, changed)).toBe(false);
		await schedule.update(changed, known, at(region));
		const get = () =>
			clients
				.get(SchedulerClient, region)
				.send(new GetScheduleCommand({ GroupName: "nights", Name: "nightly" }));
		expect(await get()).toMatchObject({
			ScheduleExpression: "cron(5 2 * * ? *)",
		});
		await scheduleGroup.delete(group, at(region));
		await expect(get()).rejects.toThrow("does not exist");
	});
});

describe("a secret", () => {
	const value = (name: string, where: string) =>
		clients
			.get(SecretsManagerClient, where)
			.send(new GetSecretValueCommand({ SecretId: name }))
			.then(({ SecretString }) => SecretString);
	const inputs = { name: "shop/key", replicas: [{ region: "us-east-1" }] };

	it("has a value of its own, the same in each region, and is gone once deleted", async () => {
		const made = await secret.create(inputs, at(region));
		await secret.create({ name: "shop/other" }, at(region));
		const here = await value("shop/key", region);
		expect(here).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
		expect(await value("shop/key", "us-east-1")).toBe(here);
		expect(await value("shop/other", region)).not.toBe(here);
		await secret.delete(made, at(region));
		await expect(value("shop/key", region)).rejects.toThrow("find");
		await expect(value("shop/key", "us-east-1")).rejects.toThrow("find");
	});
});
