import type { PutEventsRequestEntry } from "@aws-sdk/client-eventbridge";
import { eventPattern } from "../contracts/event-pattern";
import { streamFilters } from "../contracts/stream-filters";
import { compileFilters } from "../local/streams/filter";
import { hashId } from "../runtime/core/hash";
import type { Ports } from "../runtime/core/ports";
import { Store } from "../runtime/core/store";
import { cipher } from "./cipher";
import type { Invocation } from "./invocation";
import { Queue } from "./queue";
import { Replica } from "./replica";
import { Scheduler } from "./scheduler";
import type { Service } from "./service";
import type { Story } from "./story";
import { StreamMapping } from "./stream-mapping";

interface Surroundings {
	objects: Ports["objects"];
	nextVersion(): number;
	/** Ms; the true time. */
	now(): number;
	/** Ms; the region's. */
	local(): number;
	publish(
		entries: readonly PutEventsRequestEntry[],
		refused: number,
	): { errorCode: string | undefined }[];
}

/** One service in one region: its replica, stream, queue and functions. */
export class Cell {
	readonly replica: Replica;
	readonly mapping: StreamMapping;
	readonly queue = new Queue();
	readonly scheduler = new Scheduler();
	readonly name: string;
	/** Whether the listener's rule wants what is on the bus. */
	readonly hears: (onBus: object) => boolean;
	private readonly tableRegion: string;
	private ids = 0;

	constructor(
		readonly service: Service,
		readonly region: string,
		regions: readonly string[],
		private readonly world: Surroundings,
	) {
		const { contract } = service;
		this.name = contract.name;
		this.tableRegion = regions[0] ?? region;
		this.replica = new Replica(region, regions, world);
		const { trigger, filters = (where) => streamFilters(contract, where) } =
			service;
		const { tableRegion } = this;
		this.mapping = new StreamMapping(
			this.replica.stream,
			trigger ? filters({ region, tableRegion }) : [],
			world.now,
		);
		this.hears = service.listener
			? compileFilters([eventPattern(contract)])
			: () => false;
	}

	is(service: string, region: string): boolean {
		return this.name === service && this.region === region;
	}

	trigger(ports: Ports) {
		return required(this.service.trigger, this.name, "trigger")(() => ports);
	}

	listener(ports: Ports) {
		return required(this.service.listener, this.name, "listener")(() => ports);
	}

	rest(ports: Ports) {
		return required(this.service.rest, this.name, "rest")(() => ports);
	}

	/** What one invocation sees of the world, and tells of what it does. */
	ports<T>({ call, effects }: Invocation<T>, story: Story): Ports {
		const { made } = this.replica;
		const client = this.replica.table.direct((name, run) =>
			call(name, () => {
				const before = made.length;
				try {
					return run();
				} catch (error) {
					effects.push(
						`${name}: ${error instanceof Error ? error.name : error}`,
					);
					throw error;
				} finally {
					for (const { now } of made.slice(before))
						effects.push(`writes ${story.row(now && { ...now })}`);
				}
			}),
		);
		const create: Ports["schedules"]["create"] = (schedule) =>
			call("CreateSchedule", () => {
				this.scheduler.create(schedule);
				effects.push(`schedules ${schedule.name}`);
			});
		const putEvents: Ports["putEvents"] = (entries) =>
			call("PutEvents", (refused) => {
				const results = this.world.publish(entries, refused);
				entries.forEach(({ Detail = "" }, i) => {
					const event = story.event(JSON.parse(Detail));
					const verb = results[i]?.errorCode ? "cannot publish" : "publishes";
					effects.push(`${verb} ${event}`);
				});
				return results;
			});
		return this.around(client, putEvents, { create });
	}

	/** Ports onto a table and bus, such as an empty one. */
	around(
		client: ConstructorParameters<typeof Store>[0],
		putEvents: Ports["putEvents"],
		schedules: Ports["schedules"] = { create: async () => {} },
	): Ports {
		const { service, region, tableRegion, name } = this;
		const ports: Ports = {
			environment: {
				service: name,
				stage: "test",
				region,
				functionName: `${name}-function`,
				table: `${name}-entities`,
				tableRegion,
				bus: "hub",
				claimsBucket: `claims-${region}`,
				deadlines: {
					group: name,
					role: "scheduler",
					queue: name,
					deadLetters: name,
				},
			},
			store: new Store(client, `${name}-entities`),
			putEvents,
			objects: this.world.objects,
			schedules,
			cipher,
			now: this.world.local,
			// Not in the order in which they were made: no two regions' ids are.
			newId: () => hashId(region, name, String(++this.ids)),
		};
		return service.around?.(ports) ?? ports;
	}
}

function required<F>(made: F | undefined, service: string, kind: string): F {
	if (!made) throw new Error(`${service} has no ${kind}`);
	return made;
}
