import { unmarshall } from "@aws-sdk/util-dynamodb";
import type { DynamoDBRecord } from "aws-lambda";
import type { Item } from "./dynamo/expression";
import { noon } from "./records";
import type { Change } from "./replica";

type Stamped = Record<string, unknown>;

/** What happened, a line each: where, who did what, and what came of it. */
export class Story {
	readonly lines: string[] = [];

	constructor(regions: readonly string[], skews: readonly number[]) {
		regions.forEach((region, i) => {
			if (skews[i]) this.tell(region, `its clock is ${skews[i]} ms ahead`);
		});
	}

	tell(where: string, what: string, results: readonly string[] = []): void {
		const place = where ? `${where}: ` : "";
		const outcome = results.filter((result) => result !== "").join(", ");
		this.lines.push(
			shortened(`${place}${what}${outcome ? `: ${outcome}` : ""}`),
		);
	}

	/** A row: its key, time and id. */
	row(row: Stamped | undefined): string {
		if (!row) return "nothing";
		const { pk, sk, timestamp, changeId, eventId, deleted } = row;
		const time =
			typeof timestamp === "number"
				? ` ${signed(timestamp - noon)}`
				: " unstamped";
		return `${pk}/${sk}${time}${short(changeId ?? eventId)}${deleted ? " deleted" : ""}`;
	}

	item({ key, now }: Change): string {
		return now
			? this.row(unmarshall(now))
			: `${key.replace("\u0000", "/")} gone`;
	}

	record({ dynamodb }: DynamoDBRecord): string {
		// The types of the event and of the SDK describe the same JSON.
		const { NewImage, OldImage } = dynamodb ?? {};
		if (!NewImage)
			return `${this.row(OldImage && unmarshall(OldImage as Item))} removed`;
		return this.row(unmarshall(NewImage as Item));
	}

	event({
		id,
		type,
		partitionKey,
	}: {
		id: string;
		type: string;
		partitionKey: string;
	}): string {
		return `${type} ${partitionKey}${short(id)}`;
	}

	toString(): string {
		return this.lines
			.map((line, i) => `${String(i + 1).padStart(3)}. ${line}`)
			.join("\n");
	}
}

function short(id: unknown): string {
	return typeof id === "string" ? ` (${id})` : "";
}

/** Of an id, as much as tells it from the others of one story. */
export function shortened(text: string): string {
	return text.replaceAll(/\b[0-9a-f]{32}\b/g, (id) => id.slice(0, 6));
}

function signed(ms: number): string {
	return `${ms < 0 ? "-" : "+"}${Math.abs(ms)}`;
}
