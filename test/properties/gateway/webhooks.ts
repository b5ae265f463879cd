import { createHmac } from "node:crypto";
import fc from "fast-check";
import { webhook } from "../../../runtime/webhook";
import { httpEvent } from "../../../testkit/records";
import { clearTelemetry } from "../../../testkit/telemetry";
import { till } from "../../unit/runtime/world/gateway";
import { accident, place, region } from "./histories";
import { type Accident, GatewayWorld, type Region, regions } from "./world";

const ids = ["message-1", "message-2", "message-3"];

export type WebhookStep =
	| {
			do: "deliver";
			region: Region;
			id: string;
			accident: Accident | undefined;
	  }
	| { do: "replicate"; region: Region; place: number }
	| { do: "wait"; ms: number };

export const webhookStep: fc.Arbitrary<WebhookStep> = fc.oneof(
	{
		weight: 6,
		arbitrary: fc.record({
			do: fc.constant("deliver" as const),
			region,
			id: fc.constantFrom(...ids),
			accident,
		}),
	},
	{
		weight: 5,
		arbitrary: fc.record({
			do: fc.constant("replicate" as const),
			region,
			place,
		}),
	},
	{
		weight: 2,
		arbitrary: fc.record({
			do: fc.constant("wait" as const),
			ms: fc.constantFrom(1, 60_000, 600_000),
		}),
	},
);

/** A bank that sends each message to any region, until it has an answer and sometimes on. */
export class WebhookWorld extends GatewayWorld {
	private readonly sent = new Set<string>();

	async take(step: WebhookStep): Promise<void> {
		if (step.do === "replicate") this.replicate(step.region, step.place);
		else if (step.do === "wait") this.time += step.ms;
		else await this.deliver(step.region, step.id, step.accident);
	}

	async rest(): Promise<void> {
		for (const id of this.sent)
			if (!(await this.deliver(regions[0], id)))
				throw new Error(`${id} is not accepted`);
		this.replicateAll();
		for (const id of this.sent)
			if (await this.deliver(regions[1], id)) this.hold(id);
	}

	private async deliver(region: Region, id: string, accident?: Accident) {
		this.sent.add(id);
		const body = JSON.stringify({ orderId: id, cents: 1 });
		const time = Math.floor(this.time / 1000);
		const signature = createHmac("sha256", "key")
			.update(`${id}.${time}.${body}`)
			.digest("base64");
		const event = httpEvent("POST /bank", {
			body,
			headers: {
				"webhook-id": id,
				"webhook-timestamp": String(time),
				"webhook-signature": `v1,${signature}`,
			},
		});
		const answer = await this.run(
			region,
			(ports) =>
				webhook(
					till,
					{
						"POST /bank": ({ body }) => ({
							name: "paid",
							row: { pk: body.orderId, sk: "paid", ...body },
						}),
					},
					() => ports,
				)(event),
			{ accident },
		);
		const isAccepted = answer?.statusCode === 204;
		// Its note may have been replicated before its row.
		const isStored = regions.some((each) =>
			this.replicas[each].table.row(id, "paid"),
		);
		if (isAccepted && !isStored)
			throw new Error(`${id} is accepted, but not stored`);
		return isAccepted;
	}

	/** Once in each region that it was sent to, and one change in all. */
	private hold(id: string): void {
		const changes = new Set<string>();
		for (const region of regions) {
			const made = this.made(region, "paid").filter(({ pk }) => pk === id);
			if (made.length > 1)
				throw new Error(`${id} is written twice in ${region}`);
			for (const { changeId = "" } of made) changes.add(changeId);
		}
		if (changes.size !== 1) throw new Error(`${id} is ${changes.size} changes`);
	}
}

export async function liveWebhooks(
	steps: readonly WebhookStep[],
	world = new WebhookWorld(),
): Promise<void> {
	clearTelemetry();
	for (const step of steps) await world.take(step);
	await world.rest();
}
