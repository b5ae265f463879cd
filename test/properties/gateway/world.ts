import type { SQSRecord } from "aws-lambda";
import type { Envelope } from "../../../runtime/core/envelope";
import type { FaultEvent } from "../../../runtime/core/faults";
import { hashId } from "../../../runtime/core/hash";
import type { Ports } from "../../../runtime/core/ports";
import { Store } from "../../../runtime/core/store";
import { cipher } from "../../../testkit/cipher";
import { Invocation, type Mishap } from "../../../testkit/invocation";
import { lambdaContext, message, noon } from "../../../testkit/records";
import { Replica } from "../../../testkit/replica";
import { tillEnvironment } from "../../unit/runtime/world/gateway";

export const regions = ["us-east-1", "us-west-2"] as const;
export type Region = (typeof regions)[number];

/** A message that a function has yet to take, or to take again. */
export interface Waiting {
	region: Region;
	record: SQSRecord;
	rule?: string;
	/** Ms. */
	visibleAt: number;
}

export type Run<T> = (
	ports: Ports,
	lambda: ReturnType<typeof lambdaContext>,
) => Promise<T>;

/** What befalls a function; only those after which nothing of it goes on later. */
export type Accident = Omit<Mishap, "what"> & {
	what: "killed" | "throttled" | "lost" | "refused";
};

/** A gateway in two regions: replicas of its table, a clock, and the faults on the bus. */
export class GatewayWorld {
	time = noon;
	readonly replicas: Record<Region, Replica>;
	readonly faults: { region: Region; event: FaultEvent }[] = [];
	private versions = 0;
	private ids = 0;
	/** Puts a planted bug between the runtime and the table. */
	storeOf = (client: ConstructorParameters<typeof Store>[0]): Store =>
		new Store(client, "till-entities");

	constructor() {
		const clock = {
			nextVersion: () => ++this.versions,
			now: () => this.time,
		};
		const replica = (region: Region) => new Replica(region, regions, clock);
		this.replicas = {
			"us-east-1": replica("us-east-1"),
			"us-west-2": replica("us-west-2"),
		};
	}

	/** Runs a function until it ends or dies; undefined where there is no answer. */
	async run<T>(
		region: Region,
		run: Run<T>,
		{
			accident,
			outside = () => new Response(null, { status: 204 }),
			remaining = 300_000,
		}: {
			accident?: Accident | undefined;
			outside?: (init: RequestInit) => Response;
			remaining?: number;
		} = {},
	): Promise<T | undefined> {
		const invocation = new Invocation<T>(accident);
		const { call } = invocation;
		const client = this.replicas[region].table.direct((name, run) =>
			call(name, () => run()),
		);
		const ports: Ports = {
			environment: {
				...tillEnvironment,
				...{ stage: "test", region, functionName: "till-function" },
				...{ table: "till-entities", tableRegion: regions[0], bus: "hub" },
				claimsBucket: "claims",
			},
			store: this.storeOf(client),
			putEvents: (entries) =>
				call("PutEvents", (refused) =>
					entries.map(({ Detail = "" }, i) => {
						if (refused & (1 << i)) return { errorCode: "InternalFailure" };
						const event: Envelope = JSON.parse(Detail);
						if (event.type === "fault")
							this.faults.push({ region, event: event as FaultEvent });
						return {};
					}),
				),
			cipher,
			objects: { put: async () => {}, get: async () => undefined },
			schedules: { create: async () => {} },
			secrets: { get: async () => "key" },
			// As with any call, its mishap may be that only the answer is lost.
			fetch: (_, init = {}) => call("fetch", () => outside(init)),
			now: () => this.time,
			newId: () => hashId(region, String(++this.ids)),
		};
		const lambda = lambdaContext({ region, remaining });
		const ended = await invocation.start(() => run(ports, lambda));
		return ended.kind === "answered" ? ended.value : undefined;
	}

	/** One item that a region has to tell the other one. */
	replicate(from: Region, place = 0): boolean {
		for (const to of regions) {
			const untold = [...(this.replicas[from].untold.get(to)?.values() ?? [])];
			const change = untold[place % Math.max(1, untold.length)];
			if (!change) continue;
			this.replicas[from].untold.get(to)?.delete(change.key);
			this.replicas[to].receive(change);
			return true;
		}
		return false;
	}

	replicateAll(): void {
		for (const from of regions) while (this.replicate(from));
	}

	/** What functions have written, where and in what order, of rows of one name. */
	made(region: Region, discriminator: string) {
		return this.replicas[region].made.flatMap(({ now }) =>
			now?.discriminator === discriminator ? [now] : [],
		);
	}

	/** Those faults that have not been taken yet, as their messages. */
	takeFaults(): Waiting[] {
		return this.faults.splice(0).map(({ region, event }) => ({
			region,
			record: { ...message(""), ...(event.fault.record as { body: string }) },
			rule: event.fault.rule,
			visibleAt: this.time,
		}));
	}
}
