import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import type { DynamoDBRecord, Context as LambdaContext } from "aws-lambda";
import { lesserThan } from "./conditions";
import { type Flushed, Outbox } from "./outbox";
import type { Ports } from "./ports";
import { isRetryable } from "./retryable";
import type { Row } from "./rows";
import type { Store } from "./store";

/**
 * The image of a row of this region that a lesser one has replaced; undefined for any other record. The lesser one comes from
 * another region, whatever its stamps: a console there may have edited an old image of ours.
 * DynamoDB keeps the last write by its own clock; the truth is the greatest by (timestamp, id). Only the region that made
 * the greater write repairs: it has seen it stand, so there is always one that does, and never two for the same write.
 */
export function setBack(
	{ dynamodb = {} }: DynamoDBRecord,
	region: string,
): Image | undefined {
	const { NewImage: now, OldImage: old } = dynamodb;
	if (old?.awsregion?.S !== region) return undefined;
	if (!now?.awsregion?.S) return undefined;
	// The times of one region's own writes rise: equal ones do not tell which was first.
	const ours = now.awsregion.S === region;
	const less = ours ? timeOf(now) < timeOf(old) : isLess(now, old);
	return less ? old : undefined;
}

/** Repairs what the records show; an error concerns its record alone. */
export async function repairAll(
	records: readonly DynamoDBRecord[],
	ports: Ports,
	lambda: LambdaContext,
): Promise<
	Pick<Flushed<DynamoDBRecord>, "faults" | "failed"> & { repaired: Row[] }
> {
	const { region } = ports.environment;
	const outbox = new Outbox<DynamoDBRecord>(ports, lambda);
	const again = new Set<DynamoDBRecord>();
	const repaired: Row[] = [];
	const mend = async (record: DynamoDBRecord, image: Image) => {
		try {
			const row = rowOf(image);
			if (await repair(row, ports.store)) repaired.push(row);
		} catch (error) {
			if (isRetryable(error)) again.add(record);
			else outbox.fault(record, { rule: "change", error });
		}
	};
	// Most batches have none: a comparison for each record is all that they cost.
	const mending = records.flatMap((record) => {
		const image = setBack(record, region);
		return image ? mend(record, image) : [];
	});
	await Promise.all(mending);
	const { faults, failed } = await outbox.flush();
	return { repaired, faults, failed: new Set([...again, ...failed]) };
}

/**
 * Writes the row back if a lesser one still stands there; says whether it did. Its stamps stay: it is the same change, and
 * `repaired` tells the trigger that its event is out already.
 */
export async function repair(row: Row, store: Store): Promise<boolean> {
	return !(await store.put(row, lesserThan(row.timestamp, idOf(row))));
}

type Image = NonNullable<NonNullable<DynamoDBRecord["dynamodb"]>["NewImage"]>;

/** By (timestamp, id). A row without a clock is a console's or a script's: it is left as it was put. */
function isLess(a: Image, b: Image): boolean {
	const [timeA, timeB] = [timeOf(a), timeOf(b)];
	if (timeA !== timeB) return timeA < timeB;
	const id = (image: Image) => image.changeId?.S ?? image.eventId?.S ?? "";
	return id(a) < id(b);
}

function timeOf({ timestamp }: Image): number {
	return Number(timestamp?.N);
}

function rowOf(image: Image): Row {
	// The types of the event and of the SDK describe the same JSON.
	const row = unmarshall(image as Record<string, AttributeValue>) as Row;
	return { ...row, repaired: idOf(row) };
}

function idOf({ changeId, eventId }: Row): string {
	return changeId ?? eventId ?? "";
}
