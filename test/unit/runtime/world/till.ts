import type { SQSRecord } from "aws-lambda";
import type { Calls } from "../../../../runtime/core/calls";
import type { IntentRow } from "../../../../runtime/core/intents";
import { type JobHandlers, job } from "../../../../runtime/job";
import { type ListenerHandlers, listener } from "../../../../runtime/listener";
import type { FakeDynamo } from "../../../../testkit/dynamo/fake-dynamo";
import { envelope, lambdaContext, message } from "../../../../testkit/records";
import type { FakeKms } from "./fake-kms";
import {
	FakeSecrets,
	FakeSystem,
	type Till,
	till,
	tillEnvironment,
} from "./gateway";
import { world } from "./world";

const handlers: ListenerHandlers<Till> = {
	charge: ({ order: { orderId, total } }) => ({
		...{ pk: orderId, sk: "charge" },
		cents: total,
	}),
	"keep-sales": () => undefined,
};

const nothing: JobHandlers<Till, { sum: unknown; sweep: unknown }> = {
	sum: async () => ({}),
	sweep: async () => ({}),
};

const connector: Calls<Till> = {
	charge: async ({ cents }, system) => {
		await system.send({ method: "POST", path: "/charges", body: { cents } });
	},
};

/** A till in one region, its listener and job warm, with the bank outside. */
export function tillIn({
	region = "us-east-1",
	table,
	kms,
	bank = new FakeSystem(),
	jobs = {},
	rules = {},
	calls = {},
	maxAttempts = 1,
	environment = {},
	remaining = 300_000,
	contract = till,
}: {
	contract?: Till;
	region?: string;
	table?: FakeDynamo;
	kms?: FakeKms;
	bank?: FakeSystem;
	jobs?: Partial<JobHandlers<Till, { sum: unknown; sweep: unknown }>>;
	rules?: Partial<ListenerHandlers<Till>>;
	calls?: Partial<Calls<Till>>;
	/** Of the SDK. */
	maxAttempts?: number;
	environment?: NonNullable<Parameters<typeof world>[0]>["environment"];
	remaining?: number;
} = {}) {
	const all = world({
		...{ region, maxAttempts, ...(table && { table }), ...(kms && { kms }) },
		environment: { ...tillEnvironment, ...environment },
	});
	const secrets = new FakeSecrets();
	secrets.set("till/bank", "key");
	const ports = { ...all.ports(), secrets, fetch: bank.fetch };
	const options = { calls: { ...connector, ...calls }, ports: () => ports };
	const listen = listener(contract, { ...handlers, ...rules }, options);
	const work = job(contract, { ...nothing, ...jobs }, options);
	// No time is left for a second try within the same invocation.
	const shortly = lambdaContext({ remaining: 3000, region });
	const run = (record: SQSRecord, rule?: string) =>
		work(
			{ Records: [record], ...(rule && { rule }) },
			lambdaContext({ remaining, region }),
		);
	return {
		...all,
		bank,
		secrets,
		/** An order is placed. */
		hear: (orderId = "order-1", rule?: string) =>
			listen(
				{
					Records: [
						message(
							envelope({
								id: `event-${orderId}`,
								tags: { source: "shop", correlationId: "correlation-1" },
								order: { orderId, total: 500 },
							}),
						),
					],
					...(rule && { rule }),
				},
				shortly,
			),
		/** A minute later. */
		tick(ms = 60_000) {
			all.clock.tick(ms);
			return run(message({ job: "retry-calls", scheduledTime: nowOf(all) }));
		},
		runJob: (name: string, fields: object = {}) =>
			run(message({ job: name, scheduledTime: nowOf(all), ...fields })),
		run,
		intent: (orderId = "order-1") =>
			all.table.row(orderId, "charge") as IntentRow | undefined,
		breaker: () =>
			all.table.row("breaker#bank", region)?.breaker as
				| { state: string; failures: number }
				| undefined,
		/** The message of a fault, to be sent again. */
		recordOf(fault: unknown): { record: SQSRecord; rule: string } {
			const { record, rule } = (fault as { fault: Fault }).fault;
			return { record: { ...message(""), ...record }, rule };
		},
	};
}

interface Fault {
	record: { body: string };
	rule: string;
}

const nowOf = ({ clock }: ReturnType<typeof world>) =>
	new Date(clock.now()).toISOString();
