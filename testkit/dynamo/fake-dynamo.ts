import {
	type AttributeValue,
	ConditionalCheckFailedException,
	DynamoDBClient,
	type KeysAndAttributes,
	type Put,
	type QueryCommandInput,
	TransactionCanceledException,
	type TransactWriteItemsCommandInput,
	type UpdateItemCommandInput,
} from "@aws-sdk/client-dynamodb";
import {
	BatchGetCommand,
	DynamoDBDocumentClient,
	GetCommand,
	PutCommand,
	QueryCommand,
	TransactWriteCommand,
	UpdateCommand,
} from "@aws-sdk/lib-dynamodb";
import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";
import { Expressions, Invalid, type Item, inOrder } from "./expression";
import { answer, askedIn, type Call, credentials } from "./wire";

/** A write as the table's stream tells it. */
export interface Write {
	old: Item | undefined;
	now: Item | undefined;
}

/** How a call fails; `landed`: it is done, and only its answer is lost. */
export interface Failure {
	name: string;
	status?: number;
	reasons?: string[];
	landed?: true;
}

class Refused extends Error {
	constructor(readonly answer: { __type: string } & Record<string, unknown>) {
		super(answer.__type);
	}

	/** As the SDK throws it. */
	asThrown(): Error {
		const { __type, ...fields } = this.answer;
		const told = { message: __type, $metadata: {}, ...fields };
		return __type === "TransactionCanceledException"
			? new TransactionCanceledException(told)
			: new ConditionalCheckFailedException(told);
	}
}

/** DynamoDB behind the SDK's own client, at its wire: one table in memory, with the calls and rules that the runtime relies on. */
export class FakeDynamo {
	readonly writes: Write[] = [];
	/** The calls so far, by name. */
	readonly calls: string[] = [];
	/** What happens just after a write. */
	onWrite: (write: Write) => void = () => {};
	/** What happens just before a call: another writer, or the clock. */
	onCall: (name: string) => void = () => {};
	/** How many keys a BatchGetItem reads; the others come back unprocessed. */
	keysPerBatch = 100;
	/** How many rows a query looks at; a real one stops at 1 MB. */
	rowsPerQuery = 1000;
	private readonly items = new Map<string, Item>();
	private readonly failures: (Failure | undefined)[] = [];
	private shared: DynamoDBDocumentClient | undefined;

	/** A client of the table; one attempt for each call unless told otherwise. */
	client({ maxAttempts = 1 } = {}): DynamoDBDocumentClient {
		const client = new DynamoDBClient({
			region: "us-east-1",
			credentials,
			maxAttempts,
			requestHandler: { handle: (call: Call) => this.handle(call) },
		});
		return DynamoDBDocumentClient.from(client, {
			marshallOptions: { removeUndefinedValues: true },
		});
	}

	/**
	 * A client that leaves out the wire, at a tenth of its cost. `around` is asked about each call: it may fail, delay or
	 * forget it.
	 */
	direct(around: Around = async (_, run) => run()): DynamoDBDocumentClient {
		this.shared ??= this.client();
		const send = (command: AnyCommand) => {
			const name = callNames.get(command.constructor);
			if (!name) throw new Error("the fake knows no such command");
			return around(name, () => this.answerTo(name, command.input));
		};
		return Object.assign(Object.create(this.shared), { send });
	}

	/** How the next calls fail, one by one; undefined lets one pass. */
	failNext(...failures: (Failure | undefined)[]): void {
		this.failures.push(...failures);
	}

	/** A write past the runtime: a console, a script, a replica. */
	set(item: Item): void {
		this.write(keyOf(item), item);
	}

	delete(pk: string, sk: string): void {
		this.write(keyOf({ pk: { S: pk }, sk: { S: sk } }), undefined);
	}

	row(pk: string, sk: string): Record<string, unknown> | undefined {
		const item = this.items.get(keyOf({ pk: { S: pk }, sk: { S: sk } }));
		return item && unmarshall(item);
	}

	/** Every row, in the order of its key. */
	rows(): Record<string, unknown>[] {
		const sorted = [...this.items].sort(([a], [b]) => (a < b ? -1 : 1));
		return sorted.map(([, item]) => unmarshall(item));
	}

	private async handle(call: Call) {
		const name = call.headers["x-amz-target"]?.split(".")[1] ?? "";
		this.calls.push(name);
		this.onCall(name);
		const failure = this.failures.shift();
		if (failure && !failure.landed) return failed(failure);
		try {
			const done = this.run(name, askedIn(call));
			return failure ? failed(failure) : answer(200, done);
		} catch (error) {
			if (error instanceof Refused) return answer(400, error.answer);
			if (!(error instanceof Invalid)) throw error;
			const { message } = error;
			return answer(400, { __type: "ValidationException", message });
		}
	}

	private answerTo(name: string, input: object): object {
		this.calls.push(name);
		try {
			return plain(this.run(name, marshalled(input)));
		} catch (error) {
			if (error instanceof Refused) throw error.asThrown();
			if (!(error instanceof Invalid)) throw error;
			throw Object.assign(error, { name: "ValidationException" });
		}
	}

	private run(name: string, input: object): object {
		switch (name) {
			case "GetItem":
				return this.get(input as { Key: Item });
			case "BatchGetItem":
				return this.batchGet(input as BatchGet);
			case "Query":
				return this.query(input as QueryCommandInput);
			case "PutItem":
				return this.put(input as Put);
			case "UpdateItem":
				return this.update(input as UpdateItemCommandInput);
			case "TransactWriteItems":
				return this.transact(input as TransactWriteItemsCommandInput);
			default:
				throw new Error(`the fake knows no ${name}`);
		}
	}

	private get({ Key }: { Key: Item }) {
		const Item = this.items.get(keyOf(Key));
		return Item ? { Item } : {};
	}

	private batchGet({ RequestItems }: BatchGet) {
		const [[table, { Keys = [] }] = ["", {}]] = Object.entries(RequestItems);
		if (new Set(Keys.map(keyOf)).size < Keys.length)
			throw new Invalid("Provided list of item keys contains duplicates");
		if (Keys.length > 100) throw new Invalid("Too many items requested");
		const left = Keys.slice(this.keysPerBatch);
		const found = Keys.slice(0, this.keysPerBatch)
			.map((key) => this.items.get(keyOf(key)))
			.filter((item) => item !== undefined);
		return {
			// DynamoDB promises no order.
			Responses: { [table]: found.reverse() },
			UnprocessedKeys: left.length > 0 ? { [table]: { Keys: left } } : {},
		};
	}

	private query({
		IndexName,
		KeyConditionExpression,
		ScanIndexForward = true,
		ExclusiveStartKey: start,
		Limit = Number.POSITIVE_INFINITY,
		ConsistentRead,
		...substitutes
	}: QueryCommandInput) {
		if (IndexName && ConsistentRead)
			throw new Invalid("Consistent reads are not supported on indexes");
		const expressions = new Expressions(only(substitutes));
		const matches = expressions.condition(KeyConditionExpression);
		expressions.finish();
		const direction = ScanIndexForward ? 1 : -1;
		const keys = [...(indexes[IndexName ?? ""] ?? []), "pk", "sk"];
		const sorted = [...this.items.values()]
			.filter((item) => keys.every((key) => item[key]) && matches(item))
			.sort((a, b) => direction * byKeys(keys, a, b));
		if (start && Object.values(start).some(({ S }) => S === ""))
			throw new Invalid("The provided starting key is invalid");
		const rest = sorted.filter(
			(item) => !start || direction * byKeys(keys, item, start) > 0,
		);
		const Items = rest.slice(0, Math.min(Limit, this.rowsPerQuery));
		const last = Items.at(-1);
		// It stops at the limit without looking whether there is more.
		const stopped = Items.length < rest.length || Items.length === Limit;
		return {
			Items,
			...(last && stopped && { LastEvaluatedKey: pick(last, keys) }),
		};
	}

	private put(put: Put): object {
		const refused = this.refusal(put);
		if (refused)
			throw new Refused({
				__type: "ConditionalCheckFailedException",
				...refused,
			});
		this.write(keyOf(put.Item ?? {}), put.Item);
		return {};
	}

	private update({
		Key = {},
		UpdateExpression = "",
		ConditionExpression,
		...substitutes
	}: UpdateItemCommandInput): object {
		const expressions = new Expressions(only(substitutes));
		const holds = expressions.condition(ConditionExpression);
		const update = expressions.update(UpdateExpression);
		expressions.finish();
		const old = this.items.get(keyOf(Key)) ?? Key;
		if (!holds(old))
			throw new Refused({ __type: "ConditionalCheckFailedException" });
		this.write(keyOf(Key), update(old));
		return {};
	}

	private transact({ TransactItems = [] }: TransactWriteItemsCommandInput) {
		const puts = TransactItems.flatMap(({ Put }) => Put ?? []);
		const keys = puts.map(({ Item = {} }) => keyOf(Item));
		if (new Set(keys).size < keys.length)
			throw new Invalid(
				"Transaction request cannot include multiple operations on one item",
			);
		const refused = puts.map((put) => this.refusal(put));
		if (refused.some((one) => one))
			throw new Refused({
				__type: "TransactionCanceledException",
				CancellationReasons: refused.map((one) =>
					one ? { Code: "ConditionalCheckFailed", ...one } : { Code: "None" },
				),
			});
		for (const { Item } of puts) this.write(keyOf(Item ?? {}), Item);
		return {};
	}

	private refusal(put: Put): { Item?: Item } | undefined {
		const expressions = new Expressions(only(put));
		const holds = expressions.condition(put.ConditionExpression);
		expressions.finish();
		const old = this.items.get(keyOf(put.Item ?? {}));
		if (holds(old ?? {})) return undefined;
		const wanted = put.ReturnValuesOnConditionCheckFailure === "ALL_OLD";
		return wanted && old ? { Item: old } : {};
	}

	private write(key: string, now: Item | undefined): void {
		const write = { old: this.items.get(key), now };
		this.writes.push(write);
		if (now) this.items.set(key, now);
		else this.items.delete(key);
		this.onWrite(write);
	}
}

/** Stands between a client and the table; `run` does the call. */
export type Around = (name: string, run: () => object) => Promise<object>;

type AnyCommand = { constructor: unknown; input: object };

const callNames = new Map<unknown, string>([
	[GetCommand, "GetItem"],
	[BatchGetCommand, "BatchGetItem"],
	[QueryCommand, "Query"],
	[PutCommand, "PutItem"],
	[UpdateCommand, "UpdateItem"],
	[TransactWriteCommand, "TransactWriteItems"],
]);

const itemFields = new Set([
	"Item",
	"Key",
	"Keys",
	"Items",
	"Responses",
	"ExpressionAttributeValues",
	"ExclusiveStartKey",
	"LastEvaluatedKey",
]);

/** A command's input as it would be on the wire. */
function marshalled(input: object): object {
	return converted(input, (item) =>
		marshall(item, { removeUndefinedValues: true }),
	);
}

/** An answer as the document client gives it. */
function plain(output: object): object {
	return converted(output, (item) => unmarshall(item as Item));
}

/** Turns every item in an input or answer, by the names of the fields that hold one, or a list, or a list by table. */
function converted(value: object, convert: (item: object) => object): object {
	const every = (field: unknown): unknown =>
		Array.isArray(field)
			? field.map((one) => convert(one))
			: convert(Object(field));
	const fields = Object.entries(value).map(([name, field]) => {
		if (name === "Responses") return [name, mapped(Object(field), every)];
		if (itemFields.has(name)) return [name, every(field)];
		if (Array.isArray(field))
			return [name, field.map((one) => nested(one, convert))];
		return [name, nested(field, convert)];
	});
	return Object.fromEntries(fields);
}

function nested(field: unknown, convert: (item: object) => object): unknown {
	return typeof field === "object" && field !== null && !Array.isArray(field)
		? converted(field, convert)
		: field;
}

function mapped(value: object, change: (field: unknown) => unknown): object {
	return Object.fromEntries(
		Object.entries(value).map(([name, field]) => [name, change(field)]),
	);
}

type BatchGet = { RequestItems: Record<string, KeysAndAttributes> };

const indexes: Record<string, string[]> = {
	gsi1: ["discriminator", "pk"],
	gsi2: ["discriminator", "data"],
};

function keyOf({ pk, sk }: Record<string, AttributeValue>): string {
	if (!pk?.S || !sk?.S) throw new Invalid("pk and sk must be strings");
	return `${pk.S}\u0000${sk.S}`;
}

function byKeys(keys: readonly string[], a: Item, b: Item): number {
	return keys.reduce((order, key) => order || inOrder(a[key], b[key]), 0);
}

function pick(item: Item, keys: readonly string[]): Item {
	return Object.fromEntries(
		Object.entries(item).filter(([name]) => keys.includes(name)),
	);
}

function only({
	ExpressionAttributeNames,
	ExpressionAttributeValues,
}: Pick<
	QueryCommandInput,
	"ExpressionAttributeNames" | "ExpressionAttributeValues"
>) {
	return {
		...(ExpressionAttributeNames && { ExpressionAttributeNames }),
		...(ExpressionAttributeValues && { ExpressionAttributeValues }),
	};
}

function failed({ name, status = 400, reasons }: Failure) {
	if (status === 0) throw Object.assign(new Error(name), { code: name, name });
	return answer(status, {
		__type: name,
		message: name,
		...(reasons && {
			CancellationReasons: reasons.map((Code) => ({ Code })),
		}),
	});
}
