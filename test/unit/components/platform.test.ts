import { RunError } from "@pulumi/pulumi/errors";
import { checkedPlatform } from "../../../components/platform";
import { services } from "../../../functions";
import { customer } from "../../../functions/customer/contract";

const systems = { processor: "https://api.processor.test" };
const nothing = { disabledRules: [], systems, deadlines: {} };

it("contracts that fit together are given back", () => {
	expect(checkedPlatform(services, [], nothing)).toBe(services);
});

it("contracts that do not are told in sentences, all at once, without a stack", () => {
	const broken = () =>
		checkedPlatform([{ ...customer, name: "Customer" }, customer], [], nothing);
	expect(broken).toThrow(RunError);
	expect(broken).toThrow(/^the contracts do not fit together \(\d+\):\n- /);
	expect(broken).toThrow(/service "Customer": the name must be lower case/);
	expect(broken).toThrow(/customer consumes order-accepted, which nobody/);
});

it("rules that are switched off are rules of the services", () => {
	const disabledRules = ["customer/keep-menus", "delivery/keep-orders"];
	const settings = { ...nothing, disabledRules };
	expect(checkedPlatform(services, [], settings)).toBe(services);
});

it.each([
	[
		"customer/keep-menu",
		'which is no rule of a service: did you mean "customer/keep-menus"?',
	],
	[
		"keep-acceptances",
		'which is no rule of a service: did you mean "customer/keep-acceptances"?',
	],
	[
		"restaurant/menu-item-updated",
		'which is an event: what is not published is in no archive, and lost. Switch off the rules that hear it: "customer/keep-menus"',
	],
])("%s is none", (name, reason) => {
	const check = () =>
		checkedPlatform(services, [], {
			...nothing,
			disabledRules: [name, "delivery/keep"],
		});
	expect(check).toThrow(RunError);
	expect(check).toThrow(
		[
			"the settings do not fit:",
			`- disabledRules has "${name}", ${reason}`,
			'- disabledRules has "delivery/keep", which is no rule of a service: did you mean "delivery/keep-orders"?',
		].join("\n"),
	);
});

it("systems and deadlines are those of the contracts", () => {
	const settings = { systems: {}, deadlines: { "fulfillment/decide": 5 } };
	expect(() =>
		checkedPlatform(services, [], { ...nothing, ...settings }),
	).toThrow(
		[
			"the settings do not fit:",
			'- systems has no "processor", which payment calls: set its address with `pulumi config set --path systems.processor https://…`',
			'- deadlines has "fulfillment/decide", which is no rule with a deadline: did you mean "fulfillment/decide-fate"?',
		].join("\n"),
	);
});

it("anything else is a bug, and keeps its stack", () => {
	const bug = {
		...customer,
		get rows(): typeof customer.rows {
			throw new TypeError("a bug");
		},
	};
	expect(() => checkedPlatform([bug], [], nothing)).toThrow(TypeError);
});
