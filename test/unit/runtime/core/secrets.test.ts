import { ResourceNotFoundException } from "@aws-sdk/client-secrets-manager";
import { Secrets, secretsOf } from "../../../../runtime/core/secrets";
import { FakeSecrets } from "../world/gateway";
import { fakeClock } from "../world/world";

function known() {
	const clock = fakeClock();
	const source = new FakeSecrets();
	source.set("key", "one");
	return { clock, source, secrets: new Secrets(() => source, clock.now) };
}

describe("a secret", () => {
	test("is read once in five minutes", async () => {
		const { clock, source, secrets } = known();
		await secrets.valid("key");
		source.set("key", "two");
		clock.tick(299_999);
		expect(await secrets.valid("key")).toEqual(["one"]);
		clock.tick(1);
		expect(await secrets.valid("key")).toEqual(["two", "one"]);
	});

	test("is good together with the one before it, the newer one first", async () => {
		const { source, secrets } = known();
		source.set("key", "two");
		expect(await secrets.valid("key")).toEqual(["two", "one"]);
	});

	test("is read anew where it may have changed, but not for each guess", async () => {
		const { clock, source, secrets } = known();
		await secrets.valid("key");
		source.set("key", "two");
		expect(await secrets.renewed("key")).toEqual(["one"]);
		clock.tick(10_000);
		expect(await secrets.renewed("key")).toEqual(["two", "one"]);
	});

	test("without a value is asked for again, and the error says whose", async () => {
		const { source, secrets } = known();
		await expect(secrets.valid("other")).rejects.toThrow(
			"the secret other has no value yet",
		);
		source.set("other", "x");
		expect(await secrets.valid("other")).toEqual(["x"]);
	});
});

describe("Secrets Manager", () => {
	const client = (answer: () => Promise<object>) => async () =>
		({ send: answer }) as never;

	test("gives a version's text", async () => {
		const source = secretsOf(client(async () => ({ SecretString: "x" })));
		expect(await source.get("key", "AWSCURRENT")).toBe("x");
	});

	test("has no such version before the first rotation", async () => {
		const missing = new ResourceNotFoundException({
			message: "",
			$metadata: {},
		});
		const source = secretsOf(client(() => Promise.reject(missing)));
		expect(await source.get("key", "AWSPREVIOUS")).toBeUndefined();
	});

	test("may refuse", async () => {
		const source = secretsOf(client(() => Promise.reject(new Error("denied"))));
		await expect(source.get("key", "AWSCURRENT")).rejects.toThrow("denied");
	});
});
