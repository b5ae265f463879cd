import fc from "fast-check";
import {
	type FieldContext,
	Unprotected,
} from "../../../../runtime/core/protection-cipher";
import {
	cacheLimits,
	kmsCipher,
	prefix,
} from "../../../../runtime/core/protection-kms";
import { isRetryable } from "../../../../runtime/core/retryable";
import { FakeKms, keyIn } from "../world/fake-kms";
import { runs } from "../world/runs";

const context = { service: "shop", event: "order-placed", field: "order.note" };
const secret = "no peanuts";

const cipherOf = (
	kms: FakeKms,
	region = "us-east-1",
	limits: Partial<typeof cacheLimits> = {},
) =>
	kmsCipher({
		key: keyIn(region),
		client: kms.client(region),
		limits: { ...cacheLimits, ...limits },
	});

const errorOf = (promise: Promise<unknown>) =>
	promise.then(
		() => undefined,
		(error: unknown) => error,
	);

describe("what is encrypted", () => {
	it("is another text each time, and none of them shows it", async () => {
		const cipher = await cipherOf(new FakeKms());
		const [a, b] = [
			await cipher.encrypt(secret, context),
			await cipher.encrypt(secret, context),
		];
		expect(a).not.toBe(b);
		for (const text of [a, b]) {
			const bytes = Buffer.from(text.slice(prefix.length), "base64url");
			expect(bytes.includes(secret)).toBe(false);
			expect(await cipher.decrypt(text, context)).toBe(secret);
		}
	});

	it("is opened in another region, by its own copy of the key, while the first one is down", async () => {
		const kms = new FakeKms();
		const here = await cipherOf(kms, "us-east-1");
		const text = await here.encrypt(secret, context);
		kms.fails = (call) =>
			call.endsWith("us-east-1")
				? { name: "TimeoutError", status: 0 }
				: undefined;
		const there = await cipherOf(kms, "us-west-2");
		expect(await there.decrypt(text, context)).toBe(secret);
		const answered = await there.encrypt(secret, context);
		expect(await there.decrypt(answered, context)).toBe(secret);
		expect(kms.calls).toEqual([
			"GenerateDataKey us-east-1",
			"Decrypt us-west-2",
			"GenerateDataKey us-west-2",
			"Decrypt us-west-2",
		]);
	});

	it("tells KMS its context, and nothing of what it says", async () => {
		const kms = new FakeKms();
		const cipher = await cipherOf(kms);
		await cipher.decrypt(await cipher.encrypt(secret, context), context);
		expect(kms.contexts).toEqual([context, context]);
	});

	it("comes back as it was, whatever it is", async () => {
		const cipher = await cipherOf(new FakeKms());
		await fc.assert(
			fc.asyncProperty(fc.string({ unit: "binary" }), async (text) => {
				const sealed = await cipher.encrypt(text, context);
				expect(await cipher.decrypt(sealed, context)).toBe(text);
			}),
			runs(),
		);
	});

	it("does not open when any of its characters was changed, left out or added", async () => {
		const cipher = await cipherOf(new FakeKms());
		const sealed = await cipher.encrypt(secret, context);
		const alphabet =
			"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=+/ \n:";
		const character = fc.constantFrom(...alphabet);
		const change = fc.record({
			at: fc.nat(sealed.length),
			remove: fc.nat(1),
			insert: fc.string({ unit: character, maxLength: 2 }),
		});
		await fc.assert(
			fc.asyncProperty(change, async ({ at, remove, insert }) => {
				const text = sealed.slice(0, at) + insert + sealed.slice(at + remove);
				fc.pre(text !== sealed);
				const error = await errorOf(cipher.decrypt(text, context));
				expect(isRetryable(error)).toBe(false);
				expect(String(error)).not.toContain(secret);
				expect(error).toBeInstanceOf(Error);
			}),
			runs(5),
		);
	});

	it("does not open with each single character changed", async () => {
		const cipher = await cipherOf(new FakeKms());
		const sealed = await cipher.encrypt(secret, context);
		const changed = [...sealed].map(
			(one, at) =>
				sealed.slice(0, at) + (one === "A" ? "B" : "A") + sealed.slice(at + 1),
		);
		const errors = await Promise.all(
			changed.map((text) => errorOf(cipher.decrypt(text, context))),
		);
		expect(errors.filter((error) => !(error instanceof Error))).toEqual([]);
	});

	it.each<FieldContext>([
		{ ...context, service: "kitchen" },
		{ ...context, event: "order-changed" },
		{ ...context, field: "order.name" },
		{ service: "shop", row: "order-placed", field: "order.note" },
		{ ...context, more: "1" },
		{ service: "shop", event: "order-placed" },
	])("does not open elsewhere: %j", async (other) => {
		const cipher = await cipherOf(new FakeKms());
		const sealed = await cipher.encrypt(secret, context);
		expect(await errorOf(cipher.decrypt(sealed, other))).toEqual(
			new Unprotected("it was encrypted for another field"),
		);
	});

	it.each(["", secret, prefix, `${prefix}!`, "encrypted:2:AAAA"])(
		"is nothing that looks like %j",
		async (text) => {
			const cipher = await cipherOf(new FakeKms());
			expect(await errorOf(cipher.decrypt(text, context))).toBeInstanceOf(
				Unprotected,
			);
		},
	);

	it("does not open under another key", async () => {
		const sealed = await (await cipherOf(new FakeKms())).encrypt("x", context);
		const other = await cipherOf(new FakeKms());
		expect(await errorOf(other.decrypt(sealed, context))).toMatchObject({
			name: "InvalidCiphertextException",
		});
	});
});

describe("an error of KMS comes out as it is:", () => {
	const failures = [
		{ name: "ThrottlingException", status: 400, again: true },
		{ name: "KMSInternalException", status: 500, again: true },
		{ name: "DependencyTimeoutException", status: 503, again: true },
		{ name: "TimeoutError", status: 0, again: true },
		{ name: "AccessDeniedException", status: 400, again: false },
		{ name: "DisabledException", status: 400, again: false },
		{ name: "KMSInvalidStateException", status: 400, again: false },
		{ name: "NotFoundException", status: 400, again: false },
	];

	it.each(failures)("$name, to be tried again: $again", async (failure) => {
		const kms = new FakeKms();
		const sealed = await (await cipherOf(kms)).encrypt(secret, context);
		kms.fails = () => failure;
		const cipher = await cipherOf(kms);
		for (const error of [
			await errorOf(cipher.encrypt(secret, context)),
			await errorOf(cipher.decrypt(sealed, context)),
		]) {
			expect(error).toMatchObject({ name: failure.name });
			expect(isRetryable(error)).toBe(failure.again);
		}
	});
});

describe("a data key is used again", () => {
	beforeEach(() =>
		jest.useFakeTimers({
			doNotFake: ["nextTick", "queueMicrotask", "setImmediate"],
		}),
	);
	afterEach(() => jest.useRealTimers());

	const calls = async (
		times: number,
		limits: Partial<typeof cacheLimits>,
		between = 0,
	) => {
		const kms = new FakeKms();
		const cipher = await cipherOf(kms, "us-east-1", limits);
		for (let i = 0; i < times; i++) {
			const sealed = await cipher.encrypt(secret, context);
			await cipher.decrypt(sealed, context);
			jest.advanceTimersByTime(between);
		}
		const count = (name: string) =>
			kms.calls.filter((call) => call.startsWith(name)).length;
		return [count("GenerateDataKey"), count("Decrypt")];
	};

	it.each<[string, number, Partial<typeof cacheLimits>, number, number]>([
		["for as many fields as the limit says", 20, {}, 0, 1],
		["up to that many messages", 20, { maxMessagesEncrypted: 5 }, 0, 4],
		["up to that many bytes", 20, { maxBytesEncrypted: 40 }, 0, 5],
		["as long as its age allows", 20, { maxAge: 1000 }, 499, 7],
	])("%s", async (_, times, limits, between, expected) => {
		expect(await calls(times, limits, between)).toEqual([expected, expected]);
	});

	it("is fetched once for many at the same time", async () => {
		const kms = new FakeKms();
		const cipher = await cipherOf(kms);
		const sealed = await Promise.all(
			Array.from({ length: 50 }, () => cipher.encrypt(secret, context)),
		);
		expect(kms.calls).toHaveLength(1);
		const other = await cipherOf(kms);
		await Promise.all(sealed.map((text) => other.decrypt(text, context)));
		expect(kms.calls).toHaveLength(2);
	});

	it("never for another field", async () => {
		const kms = new FakeKms();
		const cipher = await cipherOf(kms);
		await cipher.encrypt(secret, context);
		await cipher.encrypt(secret, { ...context, field: "order.name" });
		expect(kms.calls).toHaveLength(2);
	});

	it("not by those who wait for one that fails", async () => {
		const kms = new FakeKms();
		const cipher = await cipherOf(kms);
		let left = 1;
		kms.fails = () =>
			left-- > 0 ? { name: "ThrottlingException", status: 400 } : undefined;
		const [first, second] = await Promise.allSettled([
			cipher.encrypt(secret, context),
			cipher.encrypt(secret, context),
		]);
		expect([first?.status, second?.status]).toEqual(["rejected", "fulfilled"]);
	});
});
