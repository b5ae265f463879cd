import {
	type FailingHistory,
	failingHistory,
	type HistoryOptions,
} from "../../testkit";
import {
	buyer,
	buyerOfManyMinds,
	buyerOfOneRegion,
	buyerOfOneScheduler,
} from "./buyer";
import { commands, shop } from "./fixture";
import { matcher } from "./matcher";
import { offersAreMade, sourcesAreSeen } from "./outcomes";
import {
	shelfOfOneRow,
	shelfWithoutLock,
	shelfWithoutOutbox,
} from "./planted-services";

jest.mock("../../runtime/core/telemetry", () =>
	jest.requireActual("../../testkit/telemetry"),
);
jest.setTimeout(120_000);

/** What a bug's switch replaces in the runtime. */
const planted = {
	idOfTheRecord: false,
	noRepair: false,
	emissionOfTheRecord: false,
};

jest.mock("../../runtime/core/change", () => {
	const actual = jest.requireActual("../../runtime/core/change");
	return {
		...actual,
		publishedChange: (record: { eventID?: string }, options: object) => {
			const change = actual.publishedChange(record, options);
			return planted.idOfTheRecord && change
				? { ...change, changeId: record.eventID }
				: change;
		},
	};
});
jest.mock("../../runtime/core/repair", () => {
	const actual = jest.requireActual("../../runtime/core/repair");
	return {
		...actual,
		repairAll: (records: object[], ...others: unknown[]) =>
			actual.repairAll(planted.noRepair ? [] : records, ...others),
	};
});
jest.mock("../../runtime/core/control", () => {
	const actual = jest.requireActual("../../runtime/core/control");
	return {
		...actual,
		control: (records: object[], around: Around) =>
			actual.control(
				records,
				planted.emissionOfTheRecord ? idsOfRecords(around) : around,
			),
	};
});

interface Around {
	outbox: { add(record: { eventID?: string }, ...event: object[]): void };
}

/** What is decided is published under an id of the record in which it is read. */
function idsOfRecords(around: Around): Around {
	const { outbox } = around;
	const add: Around["outbox"]["add"] = (record, event, ...rest) =>
		outbox.add(record, { ...event, id: record.eventID }, ...rest);
	return { ...around, outbox: Object.assign(Object.create(outbox), { add }) };
}

afterEach(() => {
	for (const bug of Object.keys(planted))
		Object.assign(planted, { [bug]: false });
});

/** The history that finds a bug: what it breaks, and a story that can be read at a glance. */
async function found(
	options: Pick<HistoryOptions, "services" | "also">,
	/** Lines of the story. */
	longest = 14,
): Promise<FailingHistory> {
	const failing = await failingHistory({
		...options,
		commands,
		// Else it would be found by another history each time, now and then by none.
		seed: 2030,
		runs: 3000,
	});
	if (!failing) throw new Error("no history finds it");
	const { currentTestName } = expect.getState();
	process.stdout.write(`\n# ${currentTestName}\n${failing.report}\n`);
	expect(failing.story.length).toBeLessThanOrEqual(longest);
	return failing;
}

test("a view without a lock goes back to an older event", async () => {
	const { error } = await found({ services: [shop, shelfWithoutLock] });
	expect(String(error)).toMatch("a row does not rise");
});

test("one lock for a row that two kinds of event feed loses what one of them said", async () => {
	const { error } = await found({
		services: [shop, shelfOfOneRow],
		also: sourcesAreSeen,
	});
	expect(String(error)).toMatch("a reader in");
});

test("an id of the stream's record makes two events of one change", async () => {
	planted.idOfTheRecord = true;
	const { error } = await found({ services: [shop] });
	expect(String(error)).toMatch("one change has two ids");
});

test("an emission without its row is an event that no change is behind", async () => {
	const { error } = await found({ services: [shop, shelfWithoutOutbox] });
	expect(String(error)).toMatch("an event without a change");
});

test("where only a region's own rows are evaluated, two halves in two regions stay silent", async () => {
	const { error } = await found({
		services: [shop, matcher("own")],
		also: offersAreMade,
	});
	expect(String(error)).toMatch("not offered");
});

test("without the repair a region's later clock loses to DynamoDB's", async () => {
	planted.noRepair = true;
	const { error } = await found({ services: [shop] });
	expect(String(error)).toMatch("a row is not the greatest");
});

test("where only a region's own collected events are evaluated, what others have collected is not decided", async () => {
	const services = [shop, buyerOfOneRegion];
	const { error } = await found({ services });
	expect(String(error)).toMatch(/a decision is missing|a deadline is missed/);
});

test("an emission that is not put if absent is decided again and again", async () => {
	const services = [shop, buyerOfManyMinds];
	const { error } = await found({ services }, 25);
	expect(String(error)).toMatch(/has decided twice|a row does not rise/);
});

test("a deadline that one region schedules is missed while that region is down", async () => {
	const services = [shop, buyerOfOneScheduler];
	const { error } = await found({ services });
	expect(String(error)).toMatch("a deadline is missed");
});

test("an id of the stream's record makes two events of one decision", async () => {
	planted.emissionOfTheRecord = true;
	const { error } = await found({ services: [shop, buyer] }, 25);
	expect(String(error)).toMatch("two ids");
});
