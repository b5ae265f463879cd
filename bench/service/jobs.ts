import { contract, produced, published, z } from "../../contracts";
import { listener } from "../../runtime/listener";
import { things } from "./contract";

const job = z.object({ name: z.string() });

/** A listener whose effect is more than a view, so each event is noted in one transaction with it. */
const jobs = contract({
	name: "jobs",
	kind: "control",
	owner: "bench",
	rows: { job: published(job.shape) },
	produces: {
		"job-created": produced({ from: "job", on: ["created"], body: { job } }),
	},
	consumes: { "thing-updated": things.consumes["thing-updated"] },
	rules: { "start-jobs": { on: ["thing-updated"], emits: ["job-created"] } },
});

export const handler = listener(jobs, {
	"start-jobs": ({ thing: { thingId, name } }) => ({
		name: "job",
		row: { pk: thingId, sk: "job", name },
	}),
});
