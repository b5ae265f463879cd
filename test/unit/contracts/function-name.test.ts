import {
	deadLettersOf,
	functionName,
	functionOf,
	serviceOf,
} from "../../../contracts/function-name";

const names = { project: "food", stack: "dev" };

test.each(["shop", "shop-floor"])(
	"a function's name leads back to %s",
	(service) => {
		expect(functionName(names, service, "listener")).toBe(
			`food-dev-${service}-listener`,
		);
		expect(serviceOf(functionName(names, service, "listener"), names)).toBe(
			service,
		);
	},
);

test("another name is all that is known", () => {
	expect(serviceOf("somebody-elses", names)).toBe("somebody-elses");
});

test("a queue of dead letters leads back to its function, any other to none", () => {
	expect(functionOf(deadLettersOf("food-dev-shop-listener"))).toBe(
		"food-dev-shop-listener",
	);
	expect(functionOf("some-queue")).toBeUndefined();
});
