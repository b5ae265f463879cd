import { createHmac, timingSafeEqual } from "node:crypto";

/** A message as it was signed; `signature` is the header: `v1,<base64>`, several separated by spaces. */
export interface SignedMessage {
	id: string;
	/** Seconds, as the header has them. */
	timestamp: string;
	signature: string;
	/** The very bytes that came. */
	body: Uint8Array;
}

/**
 * Whether one of the secrets has signed the message, by the scheme of Standard Webhooks. It takes the same time whichever of
 * them has, and whatever is wrong.
 * https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md#signature-scheme
 */
export function isSigned(
	message: SignedMessage,
	secrets: readonly string[],
): boolean {
	const given = message.signature.split(" ").flatMap(bytesOf);
	let valid = false;
	for (const key of secrets.map(keyOf)) {
		// Anybody could sign with an empty one.
		if (key.length === 0) continue;
		const expected = createHmac("sha256", key)
			.update(`${message.id}.${message.timestamp}.`)
			.update(message.body)
			.digest();
		for (const one of given)
			if (one.length === expected.length && timingSafeEqual(one, expected))
				valid = true;
	}
	return valid;
}

/** Other versions, such as v1a, are signed by a private key: not our secret. */
function bytesOf(signature: string): Buffer[] {
	const [version, text] = signature.split(",");
	return version === "v1" && text ? [Buffer.from(text, "base64")] : [];
}

const prefix = "whsec_";

/** The scheme's own secrets are base64 behind a prefix; any other text is the key itself. */
function keyOf(secret: string): Buffer {
	return secret.startsWith(prefix)
		? Buffer.from(secret.slice(prefix.length), "base64")
		: Buffer.from(secret, "utf8");
}
