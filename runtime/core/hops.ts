/** Events that cause each other without end. */
export class TooManyHops extends Error {
	override name = "TooManyHops";
}
