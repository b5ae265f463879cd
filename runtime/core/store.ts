import {
	type AttributeValue,
	ConditionalCheckFailedException,
	TransactionCanceledException,
} from "@aws-sdk/client-dynamodb";
import {
	BatchGetCommand,
	type DynamoDBDocumentClient,
	GetCommand,
	PutCommand,
	QueryCommand,
	type QueryCommandInput,
	TransactWriteCommand,
} from "@aws-sdk/lib-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import { Retryable } from "../errors";
import type { RowProtection } from "./protection";
import type { Key, Row } from "./rows";

export interface Condition {
	expression: string;
	names?: Record<string, string>;
	values?: Record<string, unknown>;
}

/** What a conditional write met instead of what it asked for; undefined where there was no row. */
export interface Refused {
	current: Row | undefined;
}

/** The few calls of DynamoDB that the repository is made of. */
export class Store {
	constructor(
		private readonly client: DynamoDBDocumentClient,
		private readonly table: string,
		private readonly protection?: RowProtection,
	) {}

	/** The same table, whose rows are encrypted and opened on the way. */
	protectedBy(protection: RowProtection | undefined): Store {
		return protection ? new Store(this.client, this.table, protection) : this;
	}

	/** Strongly consistent in its own region. */
	async get({ pk, sk }: Key): Promise<Row | undefined> {
		const { Item } = await this.client.send(
			new GetCommand({
				TableName: this.table,
				Key: { pk, sk },
				ConsistentRead: true,
			}),
		);
		const row = asRow(Item);
		return row && this.opened(row);
	}

	/** The rows of the keys that there are, in no order. Strongly consistent in its own region. */
	async getMany(keys: readonly Key[]): Promise<Row[]> {
		const rows: Row[] = [];
		// DynamoDB refuses a key that comes twice.
		const unique = new Map(
			keys.map(({ pk, sk }) => [JSON.stringify([pk, sk]), { pk, sk }]),
		);
		let waiting = [...unique.values()];
		for (let attempt = 0; waiting.length > 0; attempt++) {
			if (attempt > 10) throw new Retryable("BatchGetItem left keys unread");
			const page = waiting.slice(0, 100);
			const answer = await this.client.send(
				new BatchGetCommand({
					RequestItems: { [this.table]: { Keys: page, ConsistentRead: true } },
				}),
			);
			for (const item of answer.Responses?.[this.table] ?? []) {
				const row = asRow(item);
				if (row) rows.push(await this.opened(row));
			}
			const unread = (answer.UnprocessedKeys?.[this.table]?.Keys ?? []).map(
				({ pk, sk }) => ({ pk: String(pk), sk: String(sk) }),
			);
			if (unread.length < page.length) attempt = 0;
			waiting = [...unread, ...waiting.slice(100)];
		}
		return rows;
	}

	/** All rows under one pk. Strongly consistent in its own region. */
	async queryAll(pk: string): Promise<Row[]> {
		const all: Row[] = [];
		let start: Record<string, unknown> | undefined;
		do {
			const { rows, next } = await this.query({
				KeyConditionExpression: "pk = :pk",
				ExpressionAttributeValues: { ":pk": pk },
				ConsistentRead: true,
				...(start && { ExclusiveStartKey: start }),
			});
			all.push(...rows);
			start = next;
		} while (start);
		return all;
	}

	async query(
		input: Omit<QueryCommandInput, "TableName">,
	): Promise<{ rows: Row[]; next: Record<string, unknown> | undefined }> {
		const answer = await this.client.send(
			new QueryCommand({ TableName: this.table, ...input }),
		);
		const rows = (answer.Items ?? []).flatMap((item) => asRow(item) ?? []);
		return {
			rows: await Promise.all(rows.map((row) => this.opened(row))),
			next: answer.LastEvaluatedKey,
		};
	}

	/** Writes the row if the condition holds; otherwise says what stands there. */
	async put(row: Row, condition: Condition): Promise<Refused | undefined> {
		try {
			const put = await this.putInput(row, condition);
			await this.client.send(new PutCommand(put));
			return undefined;
		} catch (error) {
			if (!(error instanceof ConditionalCheckFailedException)) throw error;
			return this.refusedBy(error.Item);
		}
	}

	/** Writes all rows or none; otherwise says for each whether its condition failed. */
	async putAll(
		writes: readonly { row: Row; condition: Condition }[],
	): Promise<(Refused | undefined)[] | undefined> {
		try {
			const puts = writes.map(({ row, condition }) =>
				this.putInput(row, condition),
			);
			const TransactItems = (await Promise.all(puts)).map((Put) => ({ Put }));
			await this.client.send(new TransactWriteCommand({ TransactItems }));
			return undefined;
		} catch (error) {
			if (!(error instanceof TransactionCanceledException)) throw error;
			const reasons = error.CancellationReasons ?? [];
			const refused = await Promise.all(
				reasons.map(({ Code, Item }) =>
					Code === "ConditionalCheckFailed" ? this.refusedBy(Item) : undefined,
				),
			);
			if (refused.some((reason) => reason)) return refused;
			const codes = reasons.map(({ Code = "None" }) => Code);
			if (codes.some((code) => conflicts.has(code)))
				throw new Retryable(`transaction: ${codes.join(", ")}`);
			throw error;
		}
	}

	private async opened(row: Row): Promise<Row> {
		return this.protection ? this.protection.opened(row) : row;
	}

	private async refusedBy(
		item: Record<string, AttributeValue> | undefined,
	): Promise<Refused> {
		const row = item && asRow(unmarshall(item));
		return { current: row && (await this.opened(row)) };
	}

	private async putInput(row: Row, { expression, names, values }: Condition) {
		return {
			TableName: this.table,
			Item: this.protection ? await this.protection.sealed(row) : row,
			ConditionExpression: expression,
			...(names && { ExpressionAttributeNames: names }),
			...(values && { ExpressionAttributeValues: values }),
			ReturnValuesOnConditionCheckFailure: "ALL_OLD" as const,
		};
	}
}

const conflicts = new Set([
	"TransactionConflict",
	"ThrottlingError",
	"ProvisionedThroughputExceeded",
]);

/** Only the repository writes the table, and it stamps every row; so what has keys and stamps is a row. */
function asRow(item: Record<string, unknown> | undefined): Row | undefined {
	return item as Row | undefined;
}
