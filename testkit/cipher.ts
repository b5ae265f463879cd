import { isDeepStrictEqual } from "node:util";
import { type Cipher, Unprotected } from "../runtime/core/protection-cipher";

/** Hides nothing, and opens a text only for what it belongs to, as KMS would. */
export const cipher: Cipher = {
	async encrypt(text, context) {
		const sealed = JSON.stringify({ text, context });
		return Buffer.from(sealed).toString("base64url");
	},
	async decrypt(ciphertext, context) {
		const sealed = Buffer.from(ciphertext, "base64url").toString("utf8");
		const { text, context: own } = JSON.parse(sealed);
		if (!isDeepStrictEqual({ ...own }, { ...context }))
			throw new Unprotected("it belongs to something else");
		return text;
	},
};
