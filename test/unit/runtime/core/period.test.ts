import { periodBefore } from "../../../../runtime/core/period";

const daily = { daily: "02:00" };
const hourly = { hourly: 5 };

describe("the period of a job", () => {
	test.each([
		[
			"the day before",
			daily,
			"2030-01-02T02:00:00Z",
			"2030-01-01T00:00:00.000Z",
			"2030-01-02T00:00:00.000Z",
		],
		[
			"the day before, at midnight",
			daily,
			"2030-01-02T00:00:00Z",
			"2030-01-01T00:00:00.000Z",
			"2030-01-02T00:00:00.000Z",
		],
		[
			"the day before, late",
			daily,
			"2030-01-02T23:59:59.999Z",
			"2030-01-01T00:00:00.000Z",
			"2030-01-02T00:00:00.000Z",
		],
		[
			"the last day of a leap year's February",
			daily,
			"2028-03-01T02:00:00Z",
			"2028-02-29T00:00:00.000Z",
			"2028-03-01T00:00:00.000Z",
		],
		[
			"the hour before",
			hourly,
			"2030-01-01T13:05:00Z",
			"2030-01-01T12:00:00.000Z",
			"2030-01-01T13:00:00.000Z",
		],
		[
			"the hour before midnight",
			hourly,
			"2030-01-01T00:05:00Z",
			"2029-12-31T23:00:00.000Z",
			"2030-01-01T00:00:00.000Z",
		],
	])("is %s", (_, schedule, due, from, to) => {
		expect(periodBefore(schedule, Date.parse(due))).toEqual({ from, to });
	});
});
