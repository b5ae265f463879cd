import { marshall } from "@aws-sdk/util-dynamodb";
import type { DynamoDBRecord } from "aws-lambda";
import type { Envelope } from "../../runtime/core/envelope";
import type { Row } from "../../runtime/core/rows";
import type { Taken } from "../bus";
import type { Cell } from "../cell";
import { FakeDynamo } from "../dynamo/fake-dynamo";
import { lambdaContext, streamRecord } from "../records";
import { isEmission } from "./keys";

/** The events that a trigger makes of one record alone, with nothing in its way. */
export async function publishedAlone(
	cell: Cell,
	record: DynamoDBRecord,
): Promise<Envelope[]> {
	const events: Envelope[] = [];
	const ports = cell.around(new FakeDynamo().direct(), async (entries) =>
		entries.map(({ Detail = "" }) => {
			events.push(JSON.parse(Detail));
			return { errorCode: undefined };
		}),
	);
	const { region } = cell;
	await cell.trigger(ports)({ Records: [record] }, lambdaContext({ region }));
	return events;
}

/** The rows that a listener writes of one event alone, into an empty table. */
export async function writtenAlone(
	cell: Cell,
	{ event }: Taken,
): Promise<Row[]> {
	const table = new FakeDynamo();
	const ports = cell.around(table.direct(), async (entries) =>
		entries.map(() => ({ errorCode: undefined })),
	);
	const body = JSON.stringify(event);
	const Records = cell.queue.toRecords([
		{ id: "alone", event, body, received: 1 },
	]);
	await cell.listener(ports)({ Records }, lambdaContext());
	return table.rows() as Row[];
}

/** What a trigger decides of collected events alone, with nothing in its way. */
export async function decidedAlone(
	cell: Cell,
	collected: readonly Row[],
): Promise<Row | undefined> {
	const table = new FakeDynamo();
	const images = collected.map((row) => marshall(row));
	for (const item of images) table.set(item);
	const ports = cell.around(table.direct(), async (entries) =>
		entries.map(() => ({ errorCode: undefined })),
	);
	const { region } = cell;
	const Records = images.slice(-1).map((now) => streamRecord({ now }));
	await cell.trigger(ports)({ Records }, lambdaContext({ region }));
	const rows = table.rows() as Row[];
	return rows.find((row) => isEmission(cell, row));
}
