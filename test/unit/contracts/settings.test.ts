import { unfitDeadlines } from "../../../contracts/checks/deadlines";
import { unfitSystems } from "../../../contracts/checks/systems";
import { deciding, gateway } from "../../fixtures/contracts";

const contracts = [gateway, deciding];

describe("addresses of external systems", () => {
	const processor = "https://api.processor.test";

	it("fit where each system that is called has one", () => {
		expect(unfitSystems({ processor }, contracts)).toEqual([]);
	});

	it("may be of a system that is only heard, and need not", () => {
		const auditor = "https://auditor.test";
		expect(unfitSystems({ processor, auditor }, contracts)).toEqual([]);
	});

	it("are asked for, with the command that sets them", () => {
		expect(unfitSystems({}, contracts)).toEqual([
			'systems has no "processor", which gateway calls: set its address with `pulumi config set --path systems.processor https://…`',
		]);
	});

	it("of systems that there are not are refused, with the nearest one that there is", () => {
		expect(unfitSystems({ processor, procesor: processor }, contracts)).toEqual(
			[
				'systems has "procesor", which is no external system of a service: did you mean "processor"?',
			],
		);
		expect(unfitSystems({ processor }, [deciding])).toEqual([
			`systems has "processor", which is no external system of a service: drop it, also where it is Pulumi.yaml's default`,
		]);
	});
});

describe("deadlines", () => {
	it("fit where the rule has one and what it collects lives longer", () => {
		expect(unfitDeadlines({ "deciding/decide": 5 }, contracts)).toEqual([]);
		expect(unfitDeadlines({}, contracts)).toEqual([]);
	});

	it.each([
		["deciding/decides", ': did you mean "deciding/decide"?'],
		["gateway/charge", ': did you mean "deciding/decide"?'],
	])("of %s, which has none, are refused", (rule, hint) => {
		expect(unfitDeadlines({ [rule]: 5 }, contracts)).toEqual([
			`deadlines has "${rule}", which is no rule with a deadline${hint}`,
		]);
	});

	it("are refused where no rule has one", () => {
		expect(unfitDeadlines({ decide: 5 }, [gateway])).toEqual([
			'deadlines has "decide", which is no rule with a deadline',
		]);
	});

	it("that come when the events have expired are refused", () => {
		expect(unfitDeadlines({ "deciding/decide": 3600 }, contracts)).toEqual([
			'deadlines has 3600 s for "deciding/decide", when its events have expired after 3600 s: they must live longer',
		]);
	});
});
