import { consumed, external, produced, published } from "../../../contracts";
import { platformProblems } from "../../../contracts/platform";
import { kitchen, orderPlaced, shop } from "./services";

const long = (length: number) => "a".repeat(length);

describe("limits", () => {
	const types = (count: number) =>
		Array.from({ length: count }, (_, i) => `${long(94)}-${i + 100}`);
	/** As many events of 98 bytes: 101 characters of the pattern each. */
	const consuming = (count: number) => {
		const producing = external({
			name: "many",
			produces: Object.fromEntries(
				types(count).map((type) => [type, { body: orderPlaced }]),
			),
		});
		const consumer = kitchen({
			consumes: Object.fromEntries(
				types(count).map((type) => [type, consumed({ body: orderPlaced })]),
			),
			rules: { "keep-tickets": { on: types(count), materializes: "ticket" } },
		});
		return platformProblems([consumer], [producing]);
	};
	const publishing = (count: number) =>
		platformProblems([
			shop({
				rows: Object.fromEntries(
					types(count).map((name) => [name, published({})]),
				),
				produces: Object.fromEntries(
					types(count).map((from, i) => [
						`order-placed${i}`,
						produced({ from, on: ["created"], body: orderPlaced }),
					]),
				),
			}),
		]);

	test("the rule of a listener", () => {
		expect(consuming(19)).toEqual([]);
		expect(consuming(20)).toEqual([
			"kitchen consumes so many events, or filters them by so much, that its rule has 2077 characters, over EventBridge's 2048: split the service",
		]);
	});

	test("the filter of a trigger", () => {
		expect(publishing(39)).toEqual([]);
		expect(publishing(40)).toEqual([
			"shop publishes so many rows that its filter has 4177 characters, over Lambda's 4096: split the service",
		]);
	});
});
