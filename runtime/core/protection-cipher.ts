/** What a ciphertext belongs to: it opens nowhere else. It is not secret: KMS writes it to its log. */
export type FieldContext = Readonly<Record<string, string>>;

/** Encrypts texts and opens them again, each for its context; AWS's Encryption SDK stands behind it. */
export interface Cipher {
	encrypt(text: string, context: FieldContext): Promise<string>;
	decrypt(ciphertext: string, context: FieldContext): Promise<string>;
}

/** A field that cannot be encrypted or opened: a repetition would not mend it. It never says what is in the field. */
export class Unprotected extends Error {
	override name = "Unprotected";
}
