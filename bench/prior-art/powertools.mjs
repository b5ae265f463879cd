import {
	BatchProcessor,
	EventType,
	processPartialResponse,
} from "@aws-lambda-powertools/batch";
import {
	IdempotencyConfig,
	makeIdempotent,
} from "@aws-lambda-powertools/idempotency";
import { BasePersistenceLayer } from "@aws-lambda-powertools/idempotency/persistence";
import { Logger } from "@aws-lambda-powertools/logger";
import { Metrics, MetricUnit } from "@aws-lambda-powertools/metrics";
import { JSONStringified } from "@aws-lambda-powertools/parser/helpers";
import { SqsRecordSchema } from "@aws-lambda-powertools/parser/schemas";
import * as z from "zod";

/** Remembers nothing: a real one makes two calls of DynamoDB for each record. */
class NoStore extends BasePersistenceLayer {
	async _deleteRecord() {}
	async _getRecord() {}
	async _putRecord() {}
	async _updateRecord() {}
}

const thing = z.object({
	thingId: z.string().min(1),
	name: z.string().min(1),
	description: z.string(),
	sku: z.string(),
	status: z.enum(["active", "paused", "gone"]),
	price: z.object({ amount: z.int().min(0), currency: z.string() }),
	quantity: z.int().min(0),
	weight: z.number().min(0),
	fragile: z.boolean(),
	labels: z.array(z.string()),
	size: z.object({ width: z.int(), height: z.int(), depth: z.int() }),
	supplier: z.object({ supplierId: z.string(), name: z.string() }),
	createdBy: z.string(),
	updatedAt: z.iso.datetime(),
	notes: z.string(),
});

const event = z.object({
	id: z.string(),
	type: z.string(),
	timestamp: z.int(),
	partitionKey: z.string(),
	tags: z.record(z.string(), z.unknown()),
	thing,
});

const schema = SqsRecordSchema.extend({ body: JSONStringified(event) });

/** Batch, parser, logger, metrics and idempotency, each used for each record. */
export function powertools(write) {
	const logger = new Logger();
	const metrics = new Metrics();
	const processor = new BatchProcessor(EventType.SQS);
	const config = new IdempotencyConfig({ eventKeyJmesPath: "messageId" });
	const handle = makeIdempotent(
		async (record) => {
			const { body } = schema.parse(record);
			logger.info("listened", { id: body.id, type: body.type });
			metrics.addMetric("ViewsWritten", MetricUnit.Count, 1);
			await write(body);
		},
		{ persistenceStore: new NoStore(), config },
	);
	return async (batch, context) => {
		config.registerLambdaContext(context);
		const result = await processPartialResponse(batch, handle, processor, {
			context,
		});
		metrics.addMetric("Batches", MetricUnit.Count, 1);
		metrics.publishStoredMetrics();
		return result;
	};
}
