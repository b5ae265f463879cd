import { DisableKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import { type Emulator, startEmulator } from "../../../local/emulator/emulator";
import { Clients } from "../../../local/resources/clients";
import type { Context } from "../../../local/resources/context";
import { alias, key, replicaKey } from "../../../local/resources/kms";
import { StreamMappings } from "../../../local/resources/stream-mappings";
import { kmsCipher } from "../../../runtime/core/protection-kms";

jest.setTimeout(60_000);

const root = `${__dirname}/../../..`;
const context = { service: "customer", row: "order", field: "note" };
let emulator: Emulator;
let clients: Clients;

beforeAll(async () => {
	emulator = await startEmulator({ root });
	clients = new Clients(emulator.endpoint);
});
afterAll(async () => {
	clients.destroy();
	await emulator.stop();
});

const at = (region: string): Context => ({
	endpoint: emulator.endpoint,
	region,
	clients,
	streams: new StreamMappings(emulator.endpoint, () => {}),
});

it("a key and its copy are one key: what one region encrypts, the other reads while the first one is down", async () => {
	const primary = await key.create(
		{ multiRegion: true, enableKeyRotation: true },
		at("us-east-1"),
	);
	const primaryKeyArn = String(primary.outputs.arn);
	const copy = await replicaKey.create({ primaryKeyArn }, at("us-west-2"));
	const cipher = (arn: unknown, region: string) =>
		kmsCipher({ key: String(arn), client: clients.get(KMSClient, region) });

	const here = await cipher(primary.outputs.arn, "us-east-1");
	const text = await here.encrypt("no peanuts", context);
	await clients
		.get(KMSClient, "us-east-1")
		.send(new DisableKeyCommand({ KeyId: primaryKeyArn }));

	const there = await cipher(copy.outputs.arn, "us-west-2");
	expect(await there.decrypt(text, context)).toBe("no peanuts");
	const back = await there.encrypt("no nuts at all", context);
	expect(await there.decrypt(back, context)).toBe("no nuts at all");
	// What it had opened before, it can still open; a new function cannot.
	const fresh = await cipher(primary.outputs.arn, "us-east-1");
	await expect(fresh.decrypt(text, context)).rejects.toMatchObject({
		name: "DisabledException",
	});
});

it("a key, its copy and its alias are made, changed and deleted", async () => {
	const [here, there] = [at("us-east-1"), at("us-west-2")];
	const made = await key.create({ multiRegion: true }, here);
	const copy = await replicaKey.create(
		{ primaryKeyArn: made.outputs.arn },
		there,
	);
	expect(copy.id).toBe(made.id);
	const inputs = { name: "alias/food", targetKeyId: made.id };
	const named = await alias.create(inputs, here);
	await alias.update(inputs, named, here);
	const rotated = await key.update(
		{ multiRegion: true, enableKeyRotation: true },
		made,
		here,
	);
	expect(rotated.outputs).toEqual(made.outputs);
	await alias.delete(named, here);
	await replicaKey.delete(copy, there);
	await key.delete(made, here);
});
