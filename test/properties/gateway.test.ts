import { callStep, liveCalls } from "./gateway/calls";
import { everyHistory } from "./gateway/histories";
import { jobStep, liveJobs } from "./gateway/jobs";
import { liveWebhooks, webhookStep } from "./gateway/webhooks";

jest.mock("../../runtime/core/telemetry", () =>
	jest.requireActual("../../testkit/telemetry"),
);
jest.setTimeout(3_600_000);

test("in any history each intent is called for once, none is lost, and nobody calls past an open breaker", async () => {
	await everyHistory(callStep, (steps) => liveCalls(steps));
});

test("in any history a webhook is written once, by its id, before it is answered", async () => {
	await everyHistory(webhookStep, (steps) => liveWebhooks(steps));
});

test("in any history each period of a job has one marker, and its rows once", async () => {
	await everyHistory(jobStep, (steps) => liveJobs(steps));
});
