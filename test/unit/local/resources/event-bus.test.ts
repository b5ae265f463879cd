import {
	DeleteEventBusCommand,
	EventBridgeClient,
} from "@aws-sdk/client-eventbridge";
import { Clients } from "../../../../local/resources/clients";
import { eventBus } from "../../../../local/resources/eventbridge";
import { StreamMappings } from "../../../../local/resources/stream-mappings";

const endpoint = "http://127.0.0.1:1";
const context = {
	endpoint,
	region: "eu-west-1",
	clients: new Clients(endpoint),
	streams: new StreamMappings(endpoint, () => {}),
};
const bus = {
	id: "bulkhead-dev",
	inputs: { name: "bulkhead-dev" },
	outputs: {},
};

const sent: unknown[] = [];
let rules: { Name: string }[];
beforeEach(() => {
	sent.length = 0;
	jest
		.spyOn(EventBridgeClient.prototype, "send")
		.mockImplementation(async (command: unknown) => {
			sent.push(command);
			return { Rules: rules };
		});
});
afterEach(() => jest.restoreAllMocks());

const deleted = () =>
	sent.filter((command) => command instanceof DeleteEventBusCommand);

it("is not deleted while it has rules, such as those of a stack that has joined", async () => {
	rules = [{ Name: "loyalty-us-east-1-listener-rule" }];
	await expect(eventBus.delete(bus, context)).rejects.toThrow(
		"The bus bulkhead-dev still has rules (loyalty-us-east-1-listener-rule): AWS deletes none that has; destroy the stacks that have joined it first.",
	);
	expect(deleted()).toEqual([]);
});

it("is deleted when they are gone", async () => {
	rules = [];
	await eventBus.delete(bus, context);
	expect(deleted()).toHaveLength(1);
});
