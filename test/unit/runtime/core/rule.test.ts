import { applyRule } from "../../../../runtime/core/rule";
import { envelope } from "../../../../testkit/records";
import { shop } from "../world/shop";
import { world } from "../world/world";

test.each([
	["a rule that the contract does not have", "no-rule", "order-placed"],
	[
		"an event that the contract does not consume",
		"keep-orders",
		"order-painted",
	],
])("%s is a bug", async (_, name, type) => {
	const { ports } = world();
	const rule = { name, handler: () => undefined };
	await expect(
		applyRule(shop, rule, envelope({ type }), ports()),
	).rejects.toThrow("not in the contract");
});

test("its outcome says how late the event is, and in which chain", async () => {
	const { ports, clock } = world();
	clock.tick(70);
	const rule = {
		name: "keep-orders",
		handler: () => ({
			pk: "order-1",
			sk: "order",
			name: "",
			row: { pk: "", sk: "" },
		}),
	};
	expect(await applyRule(shop, rule, envelope(), ports())).toEqual([
		{
			rule: "keep-orders",
			type: "order-placed",
			id: "event-1",
			pk: "order-1",
			result: "written",
			latency: 70,
			correlationId: "correlation-1",
		},
	]);
});
