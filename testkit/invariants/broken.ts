import { shortened } from "../story";

/** What must hold of any history, and does not. */
export class Broken extends Error {
	override name = "Broken";
}

export function mustHold(holds: boolean, sentence: () => string): void {
	if (!holds) throw new Broken(shortened(sentence()));
}
