import { AsyncLocalStorage } from "node:async_hooks";
import type {
	DecryptRequest,
	EncryptRequest,
	GenerateDataKeyRequest,
	KMSClient,
} from "@aws-sdk/client-kms";
import { callSettings } from "./clients";
import {
	type Cipher,
	type FieldContext,
	Unprotected,
} from "./protection-cipher";

/** How long and for how much one data key is used: each bound costs a call of KMS. */
export const cacheLimits = {
	/** Ms. A key that was disabled or a permission that was withdrawn works on for so long. */
	maxAge: 5 * 60 * 1000,
	/** What one stolen data key would open. */
	maxMessagesEncrypted: 1000,
	maxBytesEncrypted: 10 * 1024 * 1024,
	/** Data keys at once: one for each marked field, and those of whoever wrote what is read. */
	capacity: 1000,
};

/** What an encrypted field's text starts with. */
export const prefix = "encrypted:1:";

/** The largest frame that there is: whatever its length, a text is one. */
const oneFrame = 2 ** 32 - 1;

interface Options {
	/** The ARN of the key in the own region. */
	key: string;
	limits?: typeof cacheLimits;
	client?: KMSClient;
}

/**
 * Envelope encryption by AWS's Encryption SDK under one multi-Region key: its copy in the own region makes and opens the
 * data keys, so no other region is ever asked. The SDK is loaded here, when the first field is met.
 */
export async function kmsCipher({
	key,
	limits: { capacity, ...bounds } = cacheLimits,
	client,
}: Options): Promise<Cipher> {
	const sdk = await import("../lazy/encryption.js");
	const region = key.split(":")[3] ?? "";
	const asked = new Asked(
		sdk,
		client ?? new sdk.KMSClient({ ...callSettings, region }),
	);
	const materials = new sdk.NodeCachingMaterialsManager({
		backingMaterials: new sdk.AwsKmsMrkAwareSymmetricKeyringNode({
			keyId: key,
			client: asked,
		}),
		cache: sdk.getLocalCryptographicMaterialsCache(capacity),
		...bounds,
	});
	const options = {
		commitmentPolicy: sdk.CommitmentPolicy.REQUIRE_ENCRYPT_REQUIRE_DECRYPT,
		// Of the one multi-Region key.
		maxEncryptedDataKeys: 1,
	};
	const { encrypt } = sdk.buildEncrypt(options);
	const { decrypt } = sdk.buildDecrypt(options);
	// Committing, without a signature: who reads a field is trusted as much as who writes it.
	const { ALG_AES256_GCM_IV12_TAG16_HKDF_SHA512_COMMIT_KEY: suiteId } =
		sdk.AlgorithmSuiteIdentifier;
	return {
		async encrypt(text, context) {
			const { result } = await asked.during(["encrypt", context], () =>
				encrypt(materials, text, {
					suiteId,
					encryptionContext: { ...context },
					frameLength: oneFrame,
				}),
			);
			return prefix + result.toString("base64url");
		},
		async decrypt(ciphertext, context) {
			const message = read(ciphertext);
			const { plaintext, messageHeader } = await asked.during(
				["decrypt", context],
				() => decrypt(materials, message),
			);
			if (message.length !== messageLength(messageHeader, plaintext))
				throw new Unprotected("it was changed on its way");
			// The SDK proves that this is the context it was encrypted for; that it is the one of this place, we have to.
			if (!isSame(messageHeader.encryptionContext, context))
				throw new Unprotected("it was encrypted for another field");
			return plaintext.toString("utf8");
		},
	};
}

type Sdk = typeof import("../lazy/encryption.js");

/** KMS as the SDK asks it. What it answers with is kept: the SDK makes one text of all errors, retryable or not. */
class Asked {
	private readonly failure = new AsyncLocalStorage<{ error?: Error }>();
	private readonly first = new Map<string, Promise<unknown>>();

	constructor(
		private readonly sdk: Sdk,
		private readonly client: KMSClient,
	) {}

	decrypt = (input: DecryptRequest) =>
		this.noted(this.client.send(new this.sdk.DecryptCommand(input)));
	encrypt = (input: EncryptRequest) =>
		this.noted(this.client.send(new this.sdk.EncryptCommand(input)));
	generateDataKey = (input: GenerateDataKeyRequest) =>
		this.noted(this.client.send(new this.sdk.GenerateDataKeyCommand(input)));

	/** Of several that need the same data key at once, the first fetches it for all. */
	async during<T>(purpose: unknown, run: () => Promise<T>): Promise<T> {
		const key = JSON.stringify(purpose);
		const before = this.first.get(key);
		if (before) await before.catch(() => {});
		const failure: { error?: Error } = {};
		const result = this.failure.run(failure, run);
		if (!before) {
			this.first.set(key, result);
			result.catch(() => {}).finally(() => this.first.delete(key));
		}
		try {
			return await result;
		} catch {
			throw failure.error ?? new Unprotected("it was changed on its way");
		}
	}

	private async noted<T>(call: Promise<T>): Promise<T> {
		try {
			return await call;
		} catch (error) {
			const failure = this.failure.getStore();
			if (failure && error instanceof Error) failure.error = error;
			throw error;
		}
	}
}

/** Only what was written so: a decoder that forgives would let changed characters pass. */
function read(ciphertext: string): Buffer {
	const text = ciphertext.slice(prefix.length);
	const message = Buffer.from(text, "base64url");
	if (
		!ciphertext.startsWith(prefix) ||
		message.toString("base64url") !== text ||
		message.length === 0
	)
		throw new Unprotected("it is not encrypted");
	return message;
}

interface Header {
	encryptionContext: FieldContext;
	encryptedDataKeys: readonly {
		providerId: string;
		providerInfo: string;
		encryptedDataKey: Uint8Array;
	}[];
}

/**
 * The length of a message of one frame: the SDK does not mind what comes after its end.
 * https://docs.aws.amazon.com/encryption-sdk/latest/developer-guide/message-format.html
 */
function messageLength(
	{ encryptionContext, encryptedDataKeys }: Header,
	plaintext: Buffer,
): number {
	const counted = (part: string | Uint8Array) => 2 + Buffer.byteLength(part);
	const sum = (parts: readonly (string | Uint8Array)[]) =>
		parts.reduce((bytes, part) => bytes + counted(part), 2);
	const context = sum(Object.entries(encryptionContext).flat());
	const keys = sum(
		encryptedDataKeys.flatMap(
			({ providerId, providerInfo, encryptedDataKey }) => [
				...[providerId, providerInfo],
				encryptedDataKey,
			],
		),
	);
	// Version, algorithm, id, length of the context; type, length of a frame, commitment, tag.
	const header = 1 + 2 + 32 + 2 + context + keys + 1 + 4 + 32 + 16;
	// Mark of the last frame, number, vector, length, tag.
	return header + 4 + 4 + 12 + 4 + plaintext.length + 16;
}

function isSame(found: FieldContext, expected: FieldContext): boolean {
	const sorted = (context: FieldContext) =>
		JSON.stringify(Object.entries(context).sort());
	return sorted(found) === sorted(expected);
}
