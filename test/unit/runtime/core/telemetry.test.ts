import { count, log } from "../../../../runtime/core/telemetry";

// Powertools then writes to this console.
process.env.POWERTOOLS_DEV = "true";
process.env.POWERTOOLS_METRICS_DISABLED = "false";
process.env.POWERTOOLS_METRICS_NAMESPACE = "Bulkhead";

test("counts are one line of embedded metrics, without zeros", () => {
	const written = jest.spyOn(console, "log").mockImplementation();
	count({ EventsPublished: 2, Faults: 0 });
	count({ Faults: 0 });
	const lines = written.mock.calls.map(([line]) => JSON.parse(line));
	written.mockRestore();
	expect(lines).toHaveLength(1);
	expect(lines[0]).toMatchObject({ EventsPublished: 2 });
	expect(lines[0]).not.toHaveProperty("Faults");
});

test("there is one logger", () => {
	expect(log()).toBe(log());
});
