import fc from "fast-check";
import type { Ports } from "../../../runtime/core/ports";
import { type JobPage, job } from "../../../runtime/job";
import { message, noon } from "../../../testkit/records";
import { clearTelemetry } from "../../../testkit/telemetry";
import { type Till, till } from "../../unit/runtime/world/gateway";
import { accident, place, region } from "./histories";
import {
	type Accident,
	GatewayWorld,
	type Region,
	regions,
	type Waiting,
} from "./world";

export type JobStep =
	| { do: "run"; region: Region; accident: Accident | undefined }
	| { do: "replicate"; region: Region; place: number }
	| { do: "repeat"; place: number }
	| { do: "wait"; ms: number };

export const jobStep: fc.Arbitrary<JobStep> = fc.oneof(
	{
		weight: 6,
		arbitrary: fc.record({ do: fc.constant("run" as const), region, accident }),
	},
	{
		weight: 6,
		arbitrary: fc.record({
			do: fc.constant("replicate" as const),
			region,
			place,
		}),
	},
	{
		weight: 1,
		arbitrary: fc.record({ do: fc.constant("repeat" as const), place }),
	},
	{
		weight: 5,
		arbitrary: fc.record({
			do: fc.constant("wait" as const),
			ms: fc.constantFrom(1000, 30_000, 330_000),
		}),
	},
);

const pages = 3;
const visibility = 330_000;

const sum = async ({ period, state = 0 }: JobPage<Till, number>) => ({
	rows: ["a", "b"].map((sk) => ({
		name: "sum" as const,
		row: { pk: `${period.from}-${state}`, sk, cents: state },
	})),
	state: state + 1 < pages ? state + 1 : undefined,
});

const functionOf = (ports: Ports) =>
	job(
		till,
		{ sum, sweep: async () => ({}) },
		{ calls: { charge: async () => {} }, ports: () => ports },
	);

/** Both regions have a schedule for the same night. */
export class JobWorld extends GatewayWorld {
	private queue: Waiting[] = regions.map((region, i) => ({
		region,
		record: message({
			job: "sum",
			scheduledTime: new Date(noon + i * 300_000).toISOString(),
			delay: i * 300,
		}),
		visibleAt: noon + i * 300_000,
	}));
	private readonly done: Waiting[] = [];

	async take(step: JobStep): Promise<void> {
		switch (step.do) {
			case "run":
				return this.work(step.region, step.accident);
			case "replicate":
				this.replicate(step.region, step.place);
				return;
			case "repeat": {
				const one = this.done[step.place % Math.max(1, this.done.length)];
				if (one) this.queue.push({ ...one, visibleAt: this.time });
				return;
			}
			case "wait":
				this.time += step.ms;
		}
	}

	async rest(): Promise<void> {
		for (let round = 0; round < 20 && this.queue.length > 0; round++) {
			this.time += visibility;
			for (const region of regions) await this.work(region);
			this.replicateAll();
			this.queue.push(...this.takeFaults());
		}
		if (this.queue.length > 0)
			throw new Error("a job does not come to its end");
		this.replicateAll();
		for (const region of regions) this.hold(region);
	}

	private async work(region: Region, accident?: Accident): Promise<void> {
		const one = this.queue.find(
			({ visibleAt, ...of }) => of.region === region && visibleAt <= this.time,
		);
		if (!one) return;
		const { record, rule } = one;
		const answer = await this.run(
			region,
			(ports, lambda) =>
				functionOf(ports)({ Records: [record], ...(rule && { rule }) }, lambda),
			{ accident },
		);
		this.queue.splice(this.queue.indexOf(one), 1);
		if (answer?.batchItemFailures.length === 0) this.done.push(one);
		else this.queue.push({ ...one, visibleAt: this.time + visibility });
	}

	/** One marker, which is done; each row once here, and everywhere as the same change. */
	private hold(region: Region): void {
		const rows = this.replicas[region].rows();
		const markers = rows.filter((row) => row.discriminator === "JOB");
		if (markers.length !== 1 || markers[0]?.status !== "done")
			throw new Error(`${markers.length} markers, ${markers[0]?.status}`);
		const sums = rows.filter((row) => row.discriminator === "sum");
		if (sums.length !== pages * 2)
			throw new Error(`${sums.length} rows of ${pages * 2} in ${region}`);
		const made = this.made(region, "sum").map(({ pk, sk }) => `${pk}/${sk}`);
		if (new Set(made).size !== made.length)
			throw new Error(`a row is written twice in ${region}`);
		const changes = regions.flatMap((each) =>
			this.made(each, "sum").map(({ changeId }) => changeId),
		);
		if (new Set(changes).size !== pages * 2)
			throw new Error("a row is several changes");
	}
}

export async function liveJobs(
	steps: readonly JobStep[],
	world = new JobWorld(),
): Promise<void> {
	clearTelemetry();
	for (const step of steps) await world.take(step);
	await world.rest();
}
