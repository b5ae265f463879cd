import type { Row } from "../../runtime/core/rows";
import type { Condition, Refused } from "../../runtime/core/store";
import { Store } from "../../runtime/core/store";
import { CallWorld, callStep, liveCalls } from "./gateway/calls";
import { firstFailure } from "./gateway/histories";
import { JobWorld, jobStep, liveJobs } from "./gateway/jobs";
import { liveWebhooks, WebhookWorld, webhookStep } from "./gateway/webhooks";

jest.mock("../../runtime/core/telemetry", () =>
	jest.requireActual("../../testkit/telemetry"),
);
jest.setTimeout(120_000);

/** What a bug's switch replaces in the runtime. */
const planted = { keyPerAttempt: false, noBreaker: false };

jest.mock("../../runtime/core/call-key", () => {
	const actual = jest.requireActual("../../runtime/core/call-key");
	return {
		...actual,
		callKey: (
			service: string,
			rule: string,
			intent: { pk: string; call?: { attempts: number } },
		) => {
			const key = actual.callKey(service, rule, intent);
			return planted.keyPerAttempt ? `${key}-${intent.call?.attempts}` : key;
		},
	};
});
jest.mock("../../runtime/core/breaker", () => {
	const actual = jest.requireActual("../../runtime/core/breaker");
	return {
		...actual,
		isClosed: (breaker: object) =>
			planted.noBreaker || actual.isClosed(breaker),
	};
});
afterEach(() => {
	Object.assign(planted, { keyPerAttempt: false, noBreaker: false });
});

/** Writes some rows only with the write that comes after them. */
class LateStore extends Store {
	private late: { row: Row; condition: Condition }[] = [];

	constructor(
		client: ConstructorParameters<typeof Store>[0],
		private readonly isLate: (row: Row) => boolean,
	) {
		super(client, "till-entities");
	}

	/** Nothing that is written here is sensitive. */
	override protectedBy(): Store {
		return this;
	}

	override async put(row: Row, condition: Condition) {
		if (this.isLate(row)) {
			this.late.push({ row, condition });
			return undefined;
		}
		const late = this.late.splice(0);
		const isAfter = row.discriminator === "JOB";
		const first = isAfter ? await super.put(row, condition) : undefined;
		for (const one of late) await super.put(one.row, one.condition);
		return isAfter ? first : super.put(row, condition);
	}
}

/** Writes what belongs together one by one: the rows first, then the note. */
class SingleStore extends Store {
	override async putAll(
		writes: readonly { row: Row; condition: Condition }[],
	): Promise<(Refused | undefined)[] | undefined> {
		const [note, ...rows] = writes;
		if (note && (await this.get(note.row))) return [{ current: note.row }];
		for (const { row, condition } of rows) await this.put(row, condition);
		if (note) await this.put(note.row, note.condition);
		return undefined;
	}
}

const isNew = (row: Row) =>
	row.discriminator === "charge" &&
	row.changeId !== undefined &&
	JSON.stringify(row.call).includes('"status":"open"') &&
	!JSON.stringify(row.call).includes('"error"');

test("an idempotency key for each attempt charges twice", async () => {
	planted.keyPerAttempt = true;
	expect(await firstFailure(callStep, (steps) => liveCalls(steps))).toMatch(
		"is charged twice",
	);
});

test("a call before its intent is stored is one that nobody knows of", async () => {
	const live = (steps: Parameters<typeof liveCalls>[0]) => {
		const world = new CallWorld();
		world.storeOf = (client) => new LateStore(client, isNew);
		return liveCalls(steps, world);
	};
	expect(await firstFailure(callStep, live)).toMatch("without a stored intent");
});

test("a breaker that nobody heeds lets calls through while it is open", async () => {
	planted.noBreaker = true;
	expect(await firstFailure(callStep, (steps) => liveCalls(steps))).toMatch(
		"a call while the breaker is open",
	);
});

test("a webhook that is noted after its rows is written twice", async () => {
	const live = (steps: Parameters<typeof liveWebhooks>[0]) => {
		const world = new WebhookWorld();
		world.storeOf = (client) => new SingleStore(client, "till-entities");
		return liveWebhooks(steps, world);
	};
	expect(await firstFailure(webhookStep, live)).toMatch("is written twice");
});

test("a job whose state is saved before its rows loses them", async () => {
	const live = (steps: Parameters<typeof liveJobs>[0]) => {
		const world = new JobWorld();
		const isSum = (row: Row) => row.discriminator === "sum";
		world.storeOf = (client) => new LateStore(client, isSum);
		return liveJobs(steps, world);
	};
	expect(await firstFailure(jobStep, live)).toMatch(/\d rows of 6/);
});
