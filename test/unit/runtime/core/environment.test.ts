import type * as module from "../../../../runtime/core/environment";

const complete = {
	SERVICE: "shop",
	STAGE: "test",
	AWS_REGION: "us-east-1",
	AWS_LAMBDA_FUNCTION_NAME: "shop-rest",
	TABLE_NAME: "shop-entities",
	TABLE_REGION: "us-west-2",
	BUS_NAME: "hub",
	CLAIMS_BUCKET: "claims",
};
const before = process.env;

afterEach(() => {
	process.env = before;
	jest.resetModules();
});

/** The module as a new function loads it. */
function environmentOf(variables: Record<string, string>) {
	process.env = { ...variables };
	return jest.requireActual<typeof module>(
		"../../../../runtime/core/environment",
	).environment;
}

test("a function knows what its component told it", () => {
	const environment = environmentOf(complete);
	expect(environment()).toEqual({
		service: "shop",
		stage: "test",
		region: "us-east-1",
		functionName: "shop-rest",
		table: "shop-entities",
		tableRegion: "us-west-2",
		bus: "hub",
		claimsBucket: "claims",
	});
	expect(environment()).toBe(environment());
});

test("the limit of a call is configurable", () => {
	const environment = environmentOf({
		...complete,
		PUT_EVENTS_BYTES: "262144",
	});
	expect(environment().putEventsBytes).toBe(262144);
});

test("rules may be switched off", () => {
	const environment = environmentOf({
		...complete,
		DISABLED_RULES: "keep-menus,keep-orders",
	});
	expect(environment().disabledRules).toEqual(["keep-menus", "keep-orders"]);
});

test("deadlines are scheduled where the component says, and may be others than the contract's", () => {
	const deadlines = {
		group: "group",
		role: "role",
		queue: "queue",
		deadLetters: "dead-letters",
	};
	const environment = environmentOf({
		...complete,
		DEADLINES: JSON.stringify(deadlines),
		DEADLINE_SECONDS: '{"fulfil":5}',
	});
	expect(environment()).toMatchObject({
		deadlines,
		deadlineSeconds: { fulfil: 5 },
	});
});

test("what is missing is named", () => {
	const { BUS_NAME, ...others } = complete;
	const environment = environmentOf(others);
	expect(environment).toThrow("lacks BUS_NAME");
});

test("a gateway knows where its systems are and the names of their secrets, never the secrets", () => {
	const systems = {
		bank: { url: "https://bank.example", secret: "till/bank" },
	};
	const webhookSecrets = { bank: "till/bank-webhook" };
	const environment = environmentOf({
		...complete,
		SYSTEMS: JSON.stringify(systems),
		WEBHOOK_SECRETS: JSON.stringify(webhookSecrets),
	});
	expect(environment()).toMatchObject({ systems, webhookSecrets });
});
