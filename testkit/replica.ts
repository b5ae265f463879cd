import { unmarshall } from "@aws-sdk/util-dynamodb";
import type { DynamoDBRecord } from "aws-lambda";
import type { Row } from "../runtime/core/rows";
import type { Item } from "./dynamo/expression";
import { FakeDynamo, type Write } from "./dynamo/fake-dynamo";
import { streamRecord } from "./records";

/** What a region's replica has to tell another one of an item: only what it last was. */
export interface Change {
	key: string;
	now: Item | undefined;
	version: number;
}

/** A write where it was made: not where it was replicated to. */
export interface MadeWrite {
	key: string;
	by: "function" | "console" | "ttl";
	version: number;
	old: Row | undefined;
	now: Row | undefined;
	/** None where the write changed nothing. */
	record: DynamoDBRecord | undefined;
}

/**
 * One region's replica of a global table: conditions see it alone, the last write wins by DynamoDB's own clock (`version`,
 * which no function sees), and its stream has its own writes and those that replication brought.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/V2globaltables_HowItWorks.html
 */
export class Replica {
	readonly table = new FakeDynamo();
	/** The stream, in the order of its one shard. */
	readonly stream: DynamoDBRecord[] = [];
	/** The writes that were made here. */
	readonly made: MadeWrite[] = [];
	/** What each other region has not been told yet. Several writes of an item are told as one. */
	readonly untold: ReadonlyMap<string, Map<string, Change>>;
	private readonly versions = new Map<string, number>();
	/** Who writes at this moment; a number is the version of a replicated write. */
	private writer: MadeWrite["by"] | number = "function";

	constructor(
		readonly region: string,
		regions: readonly string[],
		private readonly clock: { nextVersion(): number; now(): number },
	) {
		const others = regions.filter((other) => other !== region);
		this.untold = new Map(others.map((other) => [other, new Map()]));
		this.table.onWrite = (write) => this.written(write);
	}

	/** A replicated write; false where a later one stands. */
	receive({ key, now, version }: Change): boolean {
		if ((this.versions.get(key) ?? 0) >= version) return false;
		// Also of a removal that comes before the item that it removes.
		this.versions.set(key, version);
		this.as(version, () => this.set(key, now));
		return true;
	}

	/** A write past the runtime. */
	put(key: string, item: Item | undefined, by: "console" | "ttl"): void {
		this.as(by, () => this.set(key, item));
	}

	private set(key: string, item: Item | undefined): void {
		const [pk = "", sk = ""] = key.split(separator);
		if (item) this.table.set(item);
		else this.table.delete(pk, sk);
	}

	rows(): Row[] {
		return this.table.rows() as Row[];
	}

	private as(writer: MadeWrite["by"] | number, write: () => void): void {
		this.writer = writer;
		write();
		this.writer = "function";
	}

	private written({ old, now }: Write): void {
		if (!old && !now) return;
		const key = keyOfItem(now ?? old ?? {});
		const { writer } = this;
		const replicated = typeof writer === "number";
		const version = replicated ? writer : this.clock.nextVersion();
		this.versions.set(key, version);
		const record = same(old, now)
			? undefined
			: this.record({ old, now, byTtl: writer === "ttl" });
		if (replicated) return;
		for (const changes of this.untold.values()) {
			changes.delete(key);
			changes.set(key, { key, now, version });
		}
		this.made.push({
			key,
			by: writer,
			version,
			old: row(old),
			now: row(now),
			record,
		});
	}

	private record(images: {
		old?: Item | undefined;
		now?: Item | undefined;
		byTtl: boolean;
	}) {
		const number = String(this.stream.length + 1);
		const record = {
			...streamRecord({
				...images,
				number,
				seconds: Math.floor(this.clock.now() / 1000),
			}),
			eventID: `${this.region}-${number}`,
			awsRegion: this.region,
		};
		this.stream.push(record);
		return record;
	}
}

const separator = "\u0000";

/** The key of a row, as a replica has it. */
export function keyOf({ pk, sk }: { pk: string; sk: string }): string {
	return `${pk}${separator}${sk}`;
}

function keyOfItem({ pk, sk }: Item): string {
	return keyOf({ pk: pk?.S ?? "", sk: sk?.S ?? "" });
}

function row(item: Item | undefined): Row | undefined {
	return item && (unmarshall(item) as Row);
}

/** DynamoDB tells its stream nothing of a write that changes nothing. */
function same(old: Item | undefined, now: Item | undefined): boolean {
	return JSON.stringify(old) === JSON.stringify(now);
}
