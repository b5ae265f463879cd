import type { FunctionArgs } from "@pulumi/aws/lambda";

export const functionDefaults = {
	// The newest runtime of Node; it is deprecated in April 2028. https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html
	runtime: "nodejs24.x",
	// About 20 % cheaper than x86, and nothing in a bundle is native.
	architectures: ["arm64"],
	loggingConfig: {
		// Levels and fields can be filtered without parsing.
		logFormat: "JSON",
		applicationLogLevel: "INFO",
		// Start, end and report of each invocation are in the metrics; a warning is not.
		systemLogLevel: "WARN",
	},
	// A trace through API, function and table; what crosses the bus is joined by traceparent.
	tracingConfig: { mode: "Active" },
} satisfies Partial<FunctionArgs>;

/** Memory in MB (CPU grows with it), timeout in seconds. */
export const sizes = {
	// Half a CPU: parsing and signing dominate. The gateway gives up after 30 s; a user long before.
	rest: { memory: 512, timeout: 10 },
	// Ten messages with a few writes each; the rest is room for retries inside the SDK.
	listener: { memory: 512, timeout: 30 },
	// A hundred changes in calls of ten; the rest is room for refused entries.
	trigger: { memory: 512, timeout: 60 },
	// A signature and one transaction; whoever sends gives up soon, and sends again.
	webhook: { memory: 512, timeout: 10 },
	// Pages of a scan, or calls of another system, until half a minute is left; what is not done then goes on in the next run.
	job: { memory: 512, timeout: 300 },
	faultMonitor: { memory: 256, timeout: 30 },
	// A failed batch has up to 6 MB, and its records become faults one by one.
	drain: { memory: 512, timeout: 30 },
};
