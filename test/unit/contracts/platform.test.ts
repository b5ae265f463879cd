import { consumed, route } from "../../../contracts";
import {
	checkPlatform,
	PlatformError,
	platformProblems,
} from "../../../contracts/platform";
import { externals, services } from "../../../functions";
import { kitchen, orderPlaced, shop } from "./services";

const anyRoute = route({ summary: "Something", scopes: [] });
test("the services of the program fit together", () => {
	expect(platformProblems(services, externals)).toEqual([]);
});

test("sound contracts come back as they are", () => {
	const sound = [shop(), kitchen()];
	expect(checkPlatform(sound)).toBe(sound);
});

test("all that is wrong is listed at once, without a stack", () => {
	const broken = [
		shop({ name: "Shop", api: { "GET orders": anyRoute } }),
		kitchen({
			consumes: { "order-lost": consumed({ body: orderPlaced }) },
			rules: {
				"keep-tickets": { on: ["order-lost"], materializes: "ticket" },
				again: { on: ["order-lost"], emits: ["order-lost"] },
			},
		}),
	];
	expect(() => checkPlatform(broken)).toThrow(PlatformError);
	try {
		checkPlatform(broken);
	} catch (error) {
		expect(error).toMatchObject({
			message: [
				"the contracts do not fit together (5):",
				'- service "Shop": the name must be lower case with hyphens, at most 24 characters',
				'- kitchen: the rule "again" emits order-lost, which the service does not produce: add it to what it produces',
				'- Shop: the route "GET orders" must be "<METHOD> /path/{parameter}", the method one of GET, POST, PUT, PATCH and DELETE, a parameter a whole segment of the path',
				"- kitchen consumes order-lost, which nobody produces: add it to its producer's contract, or declare the producer as external",
				'- events cause each other without end: order-lost makes kitchen\'s rule "again" emit order-lost: materialize instead of emitting, or give one of the rules a `loop` with the reason why it ends',
			].join("\n"),
			problems: { length: 5 },
			stack: expect.not.stringContaining("    at "),
		});
	}
});
