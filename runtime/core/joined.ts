/**
 * Parts of a key or of `data`, joined so that nobody's part can be read as two: `#` within a part is escaped. A list of what
 * is `joined(user, "")` holds that user's rows and nobody else's.
 */
export function joined(...parts: readonly string[]): string {
	return parts
		.map((part) => part.replaceAll("%", "%25").replaceAll("#", "%23"))
		.join("#");
}
