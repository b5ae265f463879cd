import { evaluate } from "./evaluate";
test.each([["dev",false],["dev", true],["prod",false],["prod",true]] as const)("x %s %s", async (stack, preview) => {
	const r = await evaluate({ stack, preview });
	console.log(r.resources.length, r.warnings, JSON.stringify(r.outputs, null, 1));
	if (stack === "prod") require("fs").writeFileSync(`/tmp/prod-${preview}.json`, JSON.stringify(r, null, 1));
});
