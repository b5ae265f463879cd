/** Line ends, escape sequences, and what turns the direction of writing: a value must not leave its place. */
const unprintable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

export function printable(text: string): string {
	return text.replaceAll(
		unprintable,
		(found) =>
			({ "\n": "\\n", "\t": "\\t", "\r": "\\r" })[found] ??
			`\\u{${found.codePointAt(0)?.toString(16)}}`,
	);
}
