import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { KMSClient } from "@aws-sdk/client-kms";
import type { Cipher } from "../../../../runtime/core/protection-cipher";
import { kmsCipher } from "../../../../runtime/core/protection-kms";
import {
	answer,
	askedIn,
	type Call,
	credentials,
} from "../../../../testkit/dynamo/wire";

const keyId = "mrk-0123456789abcdef0123456789abcdef";

/** The ARN of the multi-Region key's copy in a region. */
export const keyIn = (region: string) =>
	`arn:aws:kms:${region}:123456789012:key/${keyId}`;

/** KMS behind the SDK's own client, at its wire: one multi-Region key, whose copies all have the same material. */
export class FakeKms {
	private readonly material = randomBytes(32);
	/** The calls so far: `GenerateDataKey us-east-1`. */
	readonly calls: string[] = [];
	/** The context of each call. */
	readonly contexts: object[] = [];
	/** The error with which a call fails; undefined lets it pass. */
	fails: (call: string) => { name: string; status: number } | undefined = () =>
		undefined;

	client(region = "us-east-1"): KMSClient {
		return new KMSClient({
			region,
			credentials,
			maxAttempts: 1,
			requestHandler: { handle: (call: Call) => this.handle(call, region) },
		});
	}

	/** What a function in the region encrypts and opens with. */
	cipher(region = "us-east-1"): Cipher {
		let made: Promise<Cipher> | undefined;
		const cipher = () => {
			made ??= kmsCipher({ key: keyIn(region), client: this.client(region) });
			return made;
		};
		return {
			encrypt: async (...input) => (await cipher()).encrypt(...input),
			decrypt: async (...input) => (await cipher()).decrypt(...input),
		};
	}

	private async handle(call: Call, region: string) {
		const name = call.headers["x-amz-target"]?.split(".").at(-1) ?? "";
		const asked = askedIn(call);
		this.calls.push(`${name} ${region}`);
		this.contexts.push(asked.EncryptionContext);
		const failure = this.fails(`${name} ${region}`);
		if (failure?.status === 0)
			throw Object.assign(new Error(failure.name), { name: failure.name });
		if (failure) return refused(failure.name, failure.status);
		if (asked.KeyId !== keyIn(region)) return refused("NotFoundException");
		const context = Buffer.from(JSON.stringify(sorted(asked)));
		if (name === "GenerateDataKey") {
			const plain = randomBytes(asked.NumberOfBytes);
			return answer(200, {
				KeyId: asked.KeyId,
				Plaintext: plain.toString("base64"),
				CiphertextBlob: this.wrap(plain, context).toString("base64"),
			});
		}
		try {
			const blob = Buffer.from(asked.CiphertextBlob, "base64");
			const plain = this.unwrap(blob, context);
			return answer(200, {
				KeyId: asked.KeyId,
				Plaintext: plain.toString("base64"),
			});
		} catch {
			return refused("InvalidCiphertextException");
		}
	}

	private wrap(plain: Buffer, context: Buffer): Buffer {
		const iv = randomBytes(12);
		const cipher = createCipheriv("aes-256-gcm", this.material, iv);
		cipher.setAAD(context);
		const body = Buffer.concat([cipher.update(plain), cipher.final()]);
		return Buffer.concat([iv, cipher.getAuthTag(), body]);
	}

	private unwrap(blob: Buffer, context: Buffer): Buffer {
		const iv = blob.subarray(0, 12);
		const decipher = createDecipheriv("aes-256-gcm", this.material, iv);
		decipher.setAAD(context);
		decipher.setAuthTag(blob.subarray(12, 28));
		const body = decipher.update(blob.subarray(28));
		return Buffer.concat([body, decipher.final()]);
	}
}

function sorted({ EncryptionContext = {} }: { EncryptionContext?: object }) {
	return Object.entries(EncryptionContext).sort();
}

function refused(name: string, status = 400) {
	return answer(status, { __type: name, message: name });
}
