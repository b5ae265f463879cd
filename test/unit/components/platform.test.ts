import { RunError } from "@pulumi/pulumi/errors";
import { checkedPlatform } from "../../../components/platform";
import { services } from "../../../functions";
import { customer } from "../../../functions/customer/contract";

it("contracts that fit together are given back", () => {
	expect(checkedPlatform(services)).toBe(services);
});

it("contracts that do not are told in sentences, all at once, without a stack", () => {
	const broken = () =>
		checkedPlatform([{ ...customer, name: "Customer" }, customer]);
	expect(broken).toThrow(RunError);
	expect(broken).toThrow(/^the contracts do not fit together \(\d+\):\n- /);
	expect(broken).toThrow(/service "Customer": the name must be lower case/);
	expect(broken).toThrow(/customer consumes order-accepted, which nobody/);
});

it("anything else is a bug, and keeps its stack", () => {
	const bug = {
		...customer,
		get rows(): typeof customer.rows {
			throw new TypeError("a bug");
		},
	};
	expect(() => checkedPlatform([bug])).toThrow(TypeError);
});
