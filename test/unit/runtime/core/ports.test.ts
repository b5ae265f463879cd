import { publishTagged, realPorts } from "../../../../runtime/core/ports";
import { envelope, lambdaContext } from "../../../../testkit/records";
import { world } from "../world/world";

test("an event gets the tags of where it comes from; one that it has already is kept", async () => {
	const { ports, bus } = world({ region: "us-west-2" });
	const event = envelope({ tags: { rule: "a-rule", region: "eu-west-1" } });
	await publishTagged([event], ports(), lambdaContext({ region: "us-west-2" }));
	expect(bus.taken[0]?.tags).toEqual({
		account: "123456789012",
		region: "eu-west-1",
		stage: "test",
		source: "shop",
		function: "shop-function",
		rule: "a-rule",
	});
});

test("the real world is read from the environment, once", async () => {
	Object.assign(process.env, {
		SERVICE: "shop",
		STAGE: "test",
		AWS_REGION: "us-east-1",
		TABLE_NAME: "shop-entities",
		TABLE_REGION: "us-east-1",
		BUS_NAME: "hub",
		CLAIMS_BUCKET: "claims",
	});
	expect(realPorts().environment).toMatchObject({
		service: "shop",
		functionName: "local",
	});
	expect(realPorts()).toBe(realPorts());
	expect(realPorts().now()).toBeGreaterThan(0);
});
