import { marshall } from "@aws-sdk/util-dynamodb";
import { limits } from "../contracts/limits";
import type { Header } from "../runtime/core/envelope";
import type { Row } from "../runtime/core/rows";
import { Bus } from "./bus";
import { Cell } from "./cell";
import type { Mishap } from "./invocation";
import { objects } from "./objects";
import { noon } from "./records";
import { keyOf } from "./replica";
import { type Command, Runner } from "./runner";
import type { Service } from "./service";
import { Story } from "./story";

export interface WorldOptions {
	services: readonly Service[];
	/** The first one has the tables. */
	regions?: readonly string[];
	/** How far each region's clock is ahead, in ms. */
	skews?: readonly number[];
	/** Whether replication takes time; without, a write is everywhere before the next step, and no region is ever down. */
	lag?: boolean;
}

/** From a replica to another one of the same table. */
interface Link {
	from: Cell;
	to: Cell;
}

const day = 24 * 60 * 60 * 1000;
/** Days after which no note or tombstone is needed any more. */
const longest = (limits.handledEvents * 1000) / day + 1;

/**
 * Services in several regions, in memory: per region and service a replica, its stream and trigger, and a queue and listener
 * behind the region's bus. Nothing happens by itself: each method is one step, and `quiesce` takes the steps that are left.
 */
export class World {
	readonly story: Story;
	readonly bus: Bus;
	readonly cells: readonly Cell[];
	readonly regions: readonly string[];
	private readonly down = new Set<string>();
	private readonly throttled = new Set<string>();
	/** Whether days have passed, and expired rows may be gone. */
	aged = false;
	private readonly runner: Runner;
	readonly lag: boolean;
	private readonly skews: ReadonlyMap<string, number>;
	private time = noon;

	constructor({
		services,
		regions = ["us-east-1", "us-west-2"],
		skews = [],
		lag = true,
	}: WorldOptions) {
		this.lag = lag;
		this.regions = regions;
		this.skews = new Map(regions.map((region, i) => [region, skews[i] ?? 0]));
		this.story = new Story(regions, skews);
		let version = 0;
		const shared = {
			nextVersion: () => ++version,
			now: () => this.time,
			objects: objects(),
		};
		this.cells = services.flatMap((service) =>
			regions.map(
				(region) =>
					new Cell(service, region, regions, {
						...shared,
						local: () => this.now(region),
						publish: (entries, refused) =>
							this.bus.take(region, entries, refused),
					}),
			),
		);
		this.bus = new Bus(this.cells);
		this.runner = new Runner(this.story, this.bus);
	}

	/** The time as a region's functions see it. Ms. */
	now(region: string): number {
		return this.time + (this.skews.get(region) ?? 0);
	}

	/** Ms. */
	wait(ms: number): void {
		this.time += ms;
	}

	/** Ms; a time that has passed is no wait. */
	waitUntil(time: number): void {
		this.time = Math.max(this.time, time);
	}

	cell(service: string, region: string): Cell {
		const found = this.cells.find((cell) => cell.is(service, region));
		if (!found) throw new Error(`no ${service} in ${region}`);
		return found;
	}

	/** A user asks; the answer's status, or undefined where none came. */
	async command(
		region: string,
		command: Command,
		mishap?: Mishap,
	): Promise<number | undefined> {
		if (this.down.has(region)) return undefined;
		const cell = this.cell(command.service, region);
		return this.runner.ask(cell, command, this.mishapIn(cell, mishap));
	}

	/** The trigger of a cell gets its next batch, of so many new records. */
	publish(cell: Cell, size = 100, mishap?: Mishap): Promise<void> {
		return this.runner.publish(cell, size, this.mishapIn(cell, mishap));
	}

	/** The listener of a cell gets so many messages, from a place in its queue on. */
	listen(cell: Cell, place = 0, size = 10, mishap?: Mishap): Promise<void> {
		const its = this.mishapIn(cell, mishap);
		return this.runner.listen(cell, place, size, its);
	}

	/** A function that was paused goes on. */
	resume(place = 0): Promise<void> {
		return this.runner.resume(place, this.isUpRegion);
	}

	/** One item that a replica has to tell another one arrives there. */
	replicate({ from, to }: Link, place = 0): void {
		const untold = from.replica.untold.get(to.region) ?? new Map();
		const change = [...untold.values()][place % Math.max(1, untold.size)];
		if (!change) return;
		untold.delete(change.key);
		const taken = to.replica.receive(change);
		this.story.tell(
			`${from.region} -> ${to.region}`,
			`${from.name} ${this.story.item(change)} is replicated${taken ? "" : ": a later write stands there"}`,
		);
	}

	/** Where replication has something to tell. */
	links(): Link[] {
		return this.cells.flatMap((from) =>
			this.cells
				.filter((to) => to.service === from.service && to !== from)
				.filter((to) => (from.replica.untold.get(to.region)?.size ?? 0) > 0)
				.filter((to) => this.isUp(from) && this.isUp(to))
				.map((to) => ({ from, to })),
		);
	}

	/** A schedule whose time has come sends its message, and maybe once more. */
	fire(cell: Cell, place = 0, twice = false): void {
		const due = cell.scheduler.due(this.time);
		const schedule = due[place % Math.max(1, due.length)];
		if (!schedule) return;
		const body = cell.scheduler.fire(schedule);
		const event: Header = JSON.parse(body);
		this.bus.named(event);
		for (const _ of twice ? [1, 2] : [1]) cell.queue.push(event, body);
		const sends = `${cell.name} scheduler sends ${this.bus.describe(event.id)}`;
		this.story.tell(cell.region, `${sends}${twice ? " twice" : ""}`);
	}

	/** A message that was handled is delivered again. */
	repeat(cell: Cell, place: number): void {
		const one = cell.queue.repeat(place);
		if (one)
			this.story.tell(
				cell.region,
				`${cell.name} queue gets ${this.bus.describe(one.event.id)} again`,
			);
	}

	/** The bus or the queue gives a message up. */
	giveUp(cell: Cell, place: number): void {
		const one = cell.queue.giveUp(place);
		if (one)
			this.story.tell(
				cell.region,
				`${this.bus.describe(one.event.id)} goes to the dead letters of ${cell.name}`,
			);
	}

	/** Nothing of the region runs, and nothing reaches it, until it is back. */
	drop(region: string): void {
		if (!this.lag) return;
		this.down.add(region);
		this.story.tell(region, "is down");
	}

	restore(region: string): void {
		if (this.down.delete(region)) this.story.tell(region, "is back");
	}

	/** The first call of every function in the region is throttled, until it recovers. */
	throttle(region: string): void {
		this.throttled.add(region);
		this.story.tell(region, "is throttled");
	}

	recover(region: string): void {
		if (this.throttled.delete(region)) this.story.tell(region, "has recovered");
	}

	upRegions(): string[] {
		return this.regions.filter((region) => !this.down.has(region));
	}

	/** Somebody writes a row past the runtime: `change` gets it as it stands there. */
	edit(
		cell: Cell,
		key: { pk: string; sk: string },
		change: (row: Row) => object | undefined,
	): void {
		const place = keyOf(key);
		const row = cell.replica.rows().find((one) => keyOf(one) === place);
		if (!row) return;
		const next = change(row);
		const item = next && marshall(next, { removeUndefinedValues: true });
		cell.replica.put(place, item, "console");
		this.story.tell(
			cell.region,
			`a console ${next ? "writes" : "removes"} ${cell.name} ${key.pk}/${key.sk}`,
		);
	}

	/**
	 * Days go by, more than any queue or archive keeps what it has: what was under way has arrived, what was put aside was
	 * done again, and DynamoDB removes what has expired.
	 */
	async daysPass(days = longest): Promise<void> {
		await this.quiesce();
		await this.redrive();
		this.wait(days * day);
		this.aged = true;
		this.story.tell("", `${days} days pass`);
		for (const { queue } of this.cells) queue.done = [];
		for (const cell of this.cells)
			for (const { pk, sk, ttl } of cell.replica.rows())
				if (ttl !== undefined && ttl < this.time / 1000) {
					cell.replica.put(keyOf({ pk, sk }), undefined, "ttl");
					this.story.tell(cell.region, `${cell.name} ${pk}/${sk} has expired`);
				}
	}

	isUp({ region }: Cell): boolean {
		return this.isUpRegion(region);
	}

	/** Triggers, listeners and schedulers that have something to do. */
	due() {
		const up = this.cells.filter((cell) => this.isUp(cell));
		return {
			triggers: up.filter((cell) => cell.mapping.isDue()),
			listeners: up.filter(({ queue }) => queue.messages.length > 0),
			schedulers: up.filter(
				({ scheduler }) => scheduler.due(this.time).length > 0,
			),
		};
	}

	/** All that is under way moves on once. */
	async flow(): Promise<void> {
		const { triggers, listeners, schedulers } = this.due();
		const links = this.links();
		for (const cell of triggers) {
			await this.publish(cell);
			this.replicateAtOnce();
		}
		for (const cell of listeners) {
			await this.listen(cell);
			this.replicateAtOnce();
		}
		for (const link of links) this.replicate(link);
		for (const cell of schedulers) this.fire(cell);
	}

	/** Where replication takes no time, it has all arrived before anybody else runs. */
	replicateAtOnce(): void {
		if (this.lag) return;
		for (let links = this.links(); links.length > 0; links = this.links())
			for (const link of links) this.replicate(link);
	}

	/** All regions are back, nothing fails any more, and all that is under way arrives. */
	async quiesce(): Promise<void> {
		for (const region of this.regions) this.restore(region);
		await this.settle();
	}

	/** The same, but what is down stays down. */
	async settle(): Promise<void> {
		for (const region of this.regions) this.recover(region);
		for (let round = 0; round < 1000; round++) {
			while (this.runner.hasPaused(this.isUpRegion)) {
				await this.resume();
				this.replicateAtOnce();
			}
			const { triggers, listeners, schedulers } = this.due();
			const working = [...triggers, ...listeners, ...schedulers];
			if (working.length + this.links().length === 0) {
				const next = this.nextSchedule();
				if (next === undefined) return;
				this.waitUntil(next);
			}
			await this.flow();
			this.replicateAtOnce();
		}
		throw new Error("the world does not come to rest");
	}

	/** People on call see to what was put aside: it comes again, and of what became a fault the rule that failed. */
	async redrive(): Promise<void> {
		for (const cell of this.cells) {
			await this.runner.redrive(cell);
			this.replicateAtOnce();
			if (cell.queue.redrive() > 0)
				this.story.tell(
					cell.region,
					`the dead letters of ${cell.name} come again`,
				);
		}
		await this.quiesce();
		for (const fault of this.bus.newFaults())
			await this.runner.resubmit(this.cell(fault.source, fault.region), fault);
		await this.quiesce();
	}

	private readonly isUpRegion = (region: string) => !this.down.has(region);

	private nextSchedule(): number | undefined {
		const up = this.cells.filter((cell) => this.isUp(cell));
		const times = up.flatMap(({ scheduler }) => scheduler.next() ?? []);
		return times.length > 0 ? Math.min(...times) : undefined;
	}

	private mishapIn({ region }: Cell, mishap?: Mishap): Mishap | undefined {
		const throttled: Mishap = { at: 0, what: "throttled" };
		return mishap ?? (this.throttled.has(region) ? throttled : undefined);
	}
}
