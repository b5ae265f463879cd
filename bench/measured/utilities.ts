import { envelopeSchema } from "../../runtime/core/envelope";
import { parse } from "../../runtime/core/validation";
import { apiOf, request } from "../service/api";
import { things } from "../service/contract";
import { handler as jobs } from "../service/jobs";
import { handler as listener } from "../service/listener";
import { cases } from "./cases";
import { interleave } from "./interleave";
import { loopPutListener, put, toRow } from "./loop";
import { load } from "./prior-art";
import { lambda, queueEvent } from "./records";
import { stubbed } from "./stub";
import { report, type Task } from "./task";

/** In µs. Of a record, over a loop that only parses and puts; `once` notes each event with its effect in one transaction. */
export interface Utilities {
	perRecord: { ours: number; once: number; powertools: number };
	/** Of a record: the envelope and the consumer's schema. */
	validation: number;
	/** Of a request, with logging, metrics and validation: among how many routes must make no difference. */
	request: { of1Route: number; of51Routes: number };
}

const count = 100;

report(async ({ root, effort }: Task): Promise<Utilities> => {
	const { clients } = await cases(root);
	const event = queueEvent(count);
	const bodies = event.Records.map(({ body }) => JSON.parse(body));
	const { schema } = things.consumes["thing-updated"];
	const validate = (body: unknown) => {
		parse(envelopeSchema, body, "the event");
		parse(schema, body, "the event");
	};
	const { powertools } = await load(root, "powertools.mjs");
	const five = powertools((body: Parameters<typeof toRow>[0]) => {
		const row = toRow(body);
		return row && put(row);
	});
	const [small, large] = [apiOf(0), apiOf(50)];

	return stubbed(clients, async () => {
		const ms = await interleave(
			{
				loop: () => loopPutListener(event),
				ours: () => listener(event, lambda),
				once: () => jobs(event, lambda),
				powertools: () => five(event, lambda),
				validation: async () => bodies.forEach(validate),
			},
			{ rounds: 200 * effort, warmup: 100 },
		);
		const requests = await interleave(
			{ of1Route: () => small(request), of51Routes: () => large(request) },
			{ rounds: 200 * effort, warmup: 20, batches: 50 },
		);
		const perRecord = (milliseconds: number) => (milliseconds * 1000) / count;
		return {
			perRecord: {
				ours: perRecord(ms.ours - ms.loop),
				once: perRecord(ms.once - ms.loop),
				powertools: perRecord(ms.powertools - ms.loop),
			},
			validation: perRecord(ms.validation),
			request: {
				of1Route: requests.of1Route * 1000,
				of51Routes: requests.of51Routes * 1000,
			},
		};
	});
});
