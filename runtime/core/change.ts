import type { DynamoDBRecord } from "aws-lambda";
import type { Change } from "../../contracts/rows";
import { hashValue } from "./hash";
import { plain } from "./image";
import { setBack } from "./repair";
import type { Row } from "./rows";

/** A change of a published row, as a trigger's handler sees it. */
export interface RowChange<R = Row> {
	kind: Change;
	/** The row as it is now; of a hard delete, as it was. */
	row: R;
	/** The row as it was; none when it is new. */
	old: R | undefined;
}

/** A row in a stream may lack any stamp: a console or a script wrote it. */
type StoredRow = Partial<Row> & { pk: string; sk: string };

export interface PublishedChange extends RowChange<StoredRow> {
	/** What makes the change's ids: the same in every region and at every repetition. */
	changeId: string;
	/** The write's time in ms. */
	timestamp: number;
	/** Whether the write was stamped by the repository. */
	stamped: boolean;
}

export interface ChangeOptions {
	/** The function's own. */
	region: string;
	/** The region that publishes rows without a stamp. */
	tableRegion: string;
	isPublished: (discriminator: string) => boolean;
}

/**
 * What a stream record means for the bus: a change of a published row, made in this region; undefined for anything else.
 * The mapping's filters say the same of region and discriminator; both are tested against each other.
 */
export function publishedChange(
	record: DynamoDBRecord,
	{ region, tableRegion, isPublished }: ChangeOptions,
): PublishedChange | undefined {
	const { NewImage, OldImage } = record.dynamodb ?? {};
	const image = NewImage ?? OldImage;
	const discriminator = image?.discriminator?.S;
	if (!image || !discriminator || !isPublished(discriminator)) return;
	if ((image.awsregion?.S ?? tableRegion) !== region) return;
	// An old image of ours that came back is no change: it was published when it was one.
	if (setBack(record, region)) return;

	const now = toRow(NewImage);
	const old = stampsOf(OldImage);
	const kind = changeKind(now, old, record);
	const row = now ?? toRow(OldImage);
	if (!kind || !row) return;

	if (now && isWrittenBack(now, old)) return;
	const changeId = newStamp(now, old);
	const stamped = changeId !== undefined;
	let oldRow: StoredRow | undefined;
	return {
		kind,
		row,
		// Few handlers ask for it, and to convert it is a third of a trigger's work.
		get old() {
			oldRow ??= now && toRow(OldImage);
			return oldRow;
		},
		stamped,
		// A removal leaves the last write's stamp behind: its id must not be that write's.
		changeId: changeId ?? hashValue(now ?? { removed: row }),
		timestamp: writeTime(record, row, stamped),
	};
}

/**
 * The change id, if the repository made the write: a console's edit leaves id and time as they stand. With another time it is
 * the same change, done again.
 */
function newStamp(
	now: StoredRow | undefined,
	old: OldStamps | undefined,
): string | undefined {
	if (now?.awsregion === undefined) return undefined;
	const isEdit =
		now.changeId === old?.changeId && now.timestamp === old?.timestamp;
	return isEdit ? undefined : now.changeId;
}

/**
 * Replication had set the row back and this write repaired it: its event has been published. What stood there may be the
 * same change, made in another region; a console's edit of a row that was once written back leaves its clock, too.
 */
function isWrittenBack(now: StoredRow, old: OldStamps | undefined): boolean {
	if (now.repaired === undefined || now.repaired !== now.changeId) return false;
	return now.changeId !== old?.changeId || now.timestamp !== old.timestamp;
}

function changeKind(
	now: StoredRow | undefined,
	old: OldStamps | undefined,
	record: DynamoDBRecord,
): Change | undefined {
	if (now && !old) return now.deleted ? "deleted" : "created";
	if (now && old) {
		if (now.deleted) return old.deleted ? undefined : "deleted";
		return old.deleted ? "undeleted" : "updated";
	}
	// A hard delete. What was a tombstone has been published; what its ttl reaped is housekeeping.
	if (!old || old.deleted || reapedByTtl(old, record)) return undefined;
	return "deleted";
}

/** A removal by TTL carries the service's identity in the region that made it, and none in the others. */
function reapedByTtl(old: OldStamps, record: DynamoDBRecord): boolean {
	const identity = record.userIdentity as { principalId?: string } | undefined;
	if (identity?.principalId === "dynamodb.amazonaws.com") return true;
	return old.ttl !== undefined && old.ttl <= recordSeconds(record);
}

/** The stamp; for a write without a new one the stream's time (whole seconds), but later than the stamp that stands. */
function writeTime(
	record: DynamoDBRecord,
	row: StoredRow,
	stamped: boolean,
): number {
	if (stamped && row.timestamp !== undefined) return row.timestamp;
	const streamTime = Math.floor(recordSeconds(record) * 1000);
	return Math.max(streamTime, (row.timestamp ?? 0) + 1);
}

function recordSeconds(record: DynamoDBRecord): number {
	return record.dynamodb?.ApproximateCreationDateTime ?? 0;
}

type Image = NonNullable<DynamoDBRecord["dynamodb"]>["NewImage"];

/** What of the row as it was decides what the change is. */
type OldStamps = Pick<StoredRow, "deleted" | "ttl" | "changeId" | "timestamp">;

function stampsOf(image: Image): OldStamps | undefined {
	if (!image) return undefined;
	const { deleted, ttl, changeId, timestamp } = image;
	return toRow({
		...(deleted && { deleted }),
		...(ttl && { ttl }),
		...(changeId && { changeId }),
		...(timestamp && { timestamp }),
	});
}

/** Only the repository writes the table, so that a row has keys; a console may forget the stamps. */
function toRow(image: Image): StoredRow | undefined {
	return image && (plain(image) as StoredRow);
}
