import { platformProblems } from "bulkhead/contracts/platform";
import { externals, services } from "../functions";

test("the contracts fit together, and with what the running system says", () => {
	expect(services).toHaveLength(1);
	expect(platformProblems(services, externals)).toEqual([]);
});
