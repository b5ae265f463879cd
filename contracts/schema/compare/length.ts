import type { Range } from "../form/range";
import type { Path } from "../path";
import { incompatible, type Mismatch } from "./finding";

export function compareLength(
	sent: Range,
	read: Range,
	unit: "characters" | "items",
	path: Path,
	report = incompatible,
): Mismatch[] {
	const least = `The producer may send ${sent.min} ${unit}, the consumer demands at least ${read.min}.`;
	const most = `The producer may send ${Number.isFinite(sent.max) ? sent.max : "any number of"} ${unit}, the consumer takes at most ${read.max}.`;
	return [
		...(sent.min < read.min ? report(path, least) : []),
		...(sent.max > read.max ? report(path, most) : []),
	];
}
