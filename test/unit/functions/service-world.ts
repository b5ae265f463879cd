import type {
	APIGatewayProxyEventV2WithJWTAuthorizer,
	APIGatewayProxyStructuredResultV2,
	DynamoDBBatchResponse,
	DynamoDBStreamEvent,
	Context as LambdaContext,
	SQSBatchResponse,
	SQSEvent,
} from "aws-lambda";
import type { Contract } from "../../../contracts";
import {
	httpEvent,
	lambdaContext,
	message,
	noon,
	streamRecord,
} from "../../../testkit/records";
import { world } from "../runtime/world/world";

type Rest = (
	event: APIGatewayProxyEventV2WithJWTAuthorizer,
) => Promise<APIGatewayProxyStructuredResultV2>;
type Listener = (
	event: SQSEvent,
	lambda: LambdaContext,
) => Promise<SQSBatchResponse>;
type Trigger = (
	event: DynamoDBStreamEvent,
	lambda: LambdaContext,
) => Promise<DynamoDBBatchResponse>;

/** What the functions under test get in place of AWS; a test file mocks `realPorts` with it. */
export let ports: ReturnType<typeof world>["ports"];

/** One service's functions over a table and a bus in memory; a control service has no API. */
export function serviceWorld<C extends Contract>(
	contract: C,
	functions: { rest?: Rest; listener: Listener; trigger: Trigger },
) {
	const deadlines = {
		group: "group",
		role: "role",
		queue: "queue",
		deadLetters: "dead-letters",
	};
	const environment = { service: contract.name, deadlines };
	const { table, bus, clock, scheduled, ...rest } = world({ environment });
	ports = rest.ports;
	let told = 0;
	return {
		clock,
		/** What has been handed to the scheduler. */
		scheduled,
		/** How often the table has been written. */
		writes: () => table.writes.length,
		/** The rows, without the stamps. */
		rows: () =>
			table.rows().map((row) => {
				const { timestamp, changeId, eventId, awsregion, context, ...fields } =
					row;
				return fields;
			}),
		/** A user's request; the scopes are those of the route. */
		async request(
			user: string,
			routeKey: keyof C["api"] & string,
			parts: Parameters<typeof httpEvent>[1] = {},
		) {
			const scope = contract.api[routeKey]?.scopes.join(" ") ?? "";
			const event = { ...parts, claims: { sub: user, scope } };
			const answer = await functions.rest?.(httpEvent(routeKey, event));
			if (!answer) throw new Error(`${contract.name} has no API`);
			return {
				status: answer.statusCode,
				body: answer.body && JSON.parse(answer.body),
			};
		},
		/** A message arrives in the listener's queue, such as that of a schedule. */
		async receive(body: object) {
			const Records = [message(body)];
			const answer = await functions.listener({ Records }, lambdaContext());
			expect(answer.batchItemFailures).toEqual([]);
			expect(bus.ofType("fault")).toEqual([]);
		},
		/** An event arrives from the bus. */
		async hear(type: keyof C["consumes"] & string, body: object, at = noon) {
			const id = `${type}-${at}`;
			const tags = { source: "elsewhere", hops: 0 };
			const event = { id, type, timestamp: at, partitionKey: "p", tags };
			const record = message({ ...event, ...body });
			const answer = await functions.listener(
				{ Records: [record] },
				lambdaContext(),
			);
			expect(answer.batchItemFailures).toEqual([]);
			expect(bus.ofType("fault")).toEqual([]);
		},
		/** The stream tells the trigger what has been written since; the events' types and bodies. */
		async tell() {
			const writes = table.writes.slice(told);
			told = table.writes.length;
			const before = bus.taken.length;
			const Records = writes.map((write) => streamRecord(write));
			await functions.trigger({ Records }, lambdaContext());
			expect(bus.ofType("fault")).toEqual([]);
			return bus.taken.slice(before).map((event) => {
				const { id, timestamp, partitionKey, tags, ...said } = event;
				return said;
			});
		},
	};
}
