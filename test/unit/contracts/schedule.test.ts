import { platformProblems } from "../../../contracts/platform";
import { clocksOf } from "../../../contracts/schedule";
import { deciding, gateway } from "../../fixtures/contracts";

const daily = (time: string) => ({ summary: "", schedule: { daily: time } });
const hourly = (minute: number) => ({
	summary: "",
	schedule: { hourly: minute },
});

describe("what a service does by the clock", () => {
	it.each([
		[daily("02:00"), 0, "cron(0 2 * * ? *)"],
		[daily("02:00"), 300, "cron(5 2 * * ? *)"],
		[daily("00:09"), 0, "cron(9 0 * * ? *)"],
		[daily("09:58"), 300, "cron(3 10 * * ? *)"],
		[daily("23:57"), 300, "cron(2 0 * * ? *)"],
		[hourly(0), 0, "cron(0 * * * ? *)"],
		[hourly(58), 0, "cron(58 * * * ? *)"],
		[hourly(58), 300, "cron(3 * * * ? *)"],
	])("%j, %i s later, is %s", (job, delay, expression) => {
		expect(clocksOf({ jobs: { job }, rules: {} }, delay)).toEqual([
			{ job: "job", expression, delay },
		]);
	});

	it("is to call again, each minute in each region, where a rule calls", () => {
		const { rules } = gateway;
		expect(clocksOf({ jobs: {}, rules }, 300)).toEqual([
			{ job: "retry-calls", expression: "rate(1 minute)", delay: 0 },
		]);
	});

	it("is nothing where there is neither", () => {
		expect(clocksOf(deciding, 0)).toEqual([]);
	});
});

describe("a job's name", () => {
	const problems = (name: string) =>
		platformProblems([{ ...gateway, jobs: { [name]: daily("02:00") } }]).filter(
			(problem) => problem.includes("the job"),
		);

	it.each(["settle", "j".repeat(64)])("may be %s", (name) => {
		expect(problems(name)).toEqual([]);
	});

	it.each(["Settle", "j".repeat(65)])("may not be %s", (name) => {
		expect(problems(name)).toEqual([
			`gateway: the job "${name}" must be named in lower case with hyphens, at most 64 characters`,
		]);
	});

	it("is not the built-in one's", () => {
		expect(problems("retry-calls")).toEqual([
			'gateway: the job "retry-calls" has the name of the built-in one, which makes calls again: rename it',
		]);
	});
});
