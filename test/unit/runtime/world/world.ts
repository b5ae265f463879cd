import type { PutEventsRequestEntry } from "@aws-sdk/client-eventbridge";
import { v7 as uuidv7 } from "uuid";
import type { Envelope } from "../../../../runtime/core/envelope";
import type { Environment } from "../../../../runtime/core/environment";
import { objectsOf } from "../../../../runtime/core/objects";
import type { Ports } from "../../../../runtime/core/ports";
import type { Schedule } from "../../../../runtime/core/schedules";
import { Store } from "../../../../runtime/core/store";
import { FakeDynamo } from "../../../../testkit/dynamo/fake-dynamo";
import { noon } from "../../../../testkit/records";
import { FakeKms } from "./fake-kms";
import { FakeS3 } from "./fake-s3";

/** An event as the bus took it. */
export type Taken = Envelope & Record<string, unknown>;

/** A bus that takes what it is given, unless told otherwise. */
export class FakeBus {
	readonly taken: Taken[] = [];
	/** The ids of each call's entries. */
	readonly calls: string[][] = [];
	/** Why an entry is refused; undefined takes it. */
	refuses: (event: Taken, call: number) => string | undefined = () => undefined;
	/** The error of a whole call. */
	fails: (events: readonly Taken[]) => Error | undefined = () => undefined;

	put = async (entries: PutEventsRequestEntry[]) => {
		const events = entries.map(({ Detail = "" }): Taken => JSON.parse(Detail));
		const call = this.calls.push(events.map(({ id }) => id));
		const error = this.fails(events);
		if (error) throw error;
		return events.map((event) => {
			const errorCode = this.refuses(event, call);
			if (!errorCode) this.taken.push(event);
			return { errorCode };
		});
	};

	ofType(type: string): Taken[] {
		return this.taken.filter((event) => event.type === type);
	}
}

/** A clock that stands still until it is set; also back. */
export function fakeClock(start = noon) {
	let time = start;
	return {
		now: () => time,
		set(ms: number) {
			time = ms;
		},
		tick(ms: number) {
			time += ms;
		},
	};
}

/** The world of one service's functions in one region, in memory; another region's may share its table. */
export function world({
	region = "us-east-1",
	table = new FakeDynamo(),
	s3 = new FakeS3(),
	kms = new FakeKms(),
	maxAttempts = 1,
	environment = {},
}: {
	region?: string;
	table?: FakeDynamo;
	s3?: FakeS3;
	kms?: FakeKms;
	/** Of the SDK. */
	maxAttempts?: number;
	environment?: Partial<Environment>;
} = {}) {
	const clock = fakeClock();
	const bus = new FakeBus();
	const scheduled: Schedule[] = [];
	const store = new Store(table.client({ maxAttempts }), "shop-entities");
	const ports: Ports = {
		environment: {
			service: "shop",
			stage: "test",
			region,
			functionName: "shop-function",
			table: "shop-entities",
			tableRegion: "us-east-1",
			bus: "hub",
			claimsBucket: `claims-${region}`,
			...environment,
		},
		store,
		putEvents: bus.put,
		objects: objectsOf(s3.client),
		cipher: kms.cipher(region),
		schedules: {
			create: async (schedule) => {
				scheduled.push(schedule);
			},
		},
		now: clock.now,
		newId: uuidv7,
	};
	return {
		clock,
		bus,
		scheduled,
		table,
		s3,
		kms,
		store,
		ports: () => ports,
		region,
	};
}
