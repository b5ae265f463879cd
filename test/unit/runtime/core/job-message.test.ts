import {
	jobMessageOf,
	readJobMessage,
} from "../../../../runtime/core/job-message";
import { message, noon } from "../../../../testkit/records";

const at = (ms: number) => new Date(ms).toISOString();

describe("a job's message", () => {
	test("says when it was due: by the contract, in whatever region", () => {
		const scheduledTime = at(noon + 300_000);
		expect(
			readJobMessage(message({ job: "sum", scheduledTime, delay: 300 })),
		).toEqual({ job: "sum", due: noon });
	});

	test("says it in seconds, as the scheduler does", () => {
		const scheduledTime = "2030-01-01T12:00:00Z";
		expect(readJobMessage(message({ job: "sum", scheduledTime })).due).toBe(
			noon,
		);
	});

	test("was due when it was sent, where nobody has put in the time", () => {
		const scheduledTime = "<aws.scheduler.scheduled-time>";
		expect(
			readJobMessage(message({ job: "sum", scheduledTime, delay: 60 })).due,
		).toBe(noon - 60_000);
	});

	test("without any time is an error", () => {
		const { attributes: _, ...sent } = message({ job: "sum" });
		expect(() => readJobMessage(sent as never)).toThrow("says no time");
	});

	test("can be sent again at any time", () => {
		const { body } = jobMessageOf({ job: "sum", due: noon });
		expect(readJobMessage({ ...message(""), body })).toEqual({
			job: "sum",
			due: noon,
		});
	});

	test.each([
		["no JSON", "{"],
		["no job", {}],
	])("may be %s", (_, body) => {
		expect(() => readJobMessage(message(body))).toThrow();
	});
});
