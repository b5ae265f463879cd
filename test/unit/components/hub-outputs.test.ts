import {
	checkStackName,
	hubIn,
	keyIn,
	readHubs,
	unheard,
} from "../../../components/hub-outputs";

const stack = "acme/bulkhead/prod";
const hub = {
	bus: { name: "bulkhead-prod", arn: "arn:bus" },
	claims: { name: "claims", arn: "arn:claims" },
};
const hubs = { "us-east-1": hub, "us-west-2": hub };

describe("the hubs of another stack", () => {
	it("are read with what is needed, whatever more a later version says", () => {
		const later = { "us-east-1": { ...hub, lake: "lake" } };
		expect(readHubs(later, stack)).toEqual({ "us-east-1": hub });
		expect(hubIn("us-east-1", hubs, stack)).toBe(hub);
		expect(unheard(hubs, { stack, regions: Object.keys(hubs) })).toBe(
			undefined,
		);
	});

	it.each<[string, () => unknown, string]>([
		[
			"another stack, or an old one",
			() => readHubs(undefined, stack),
			'the stack acme/bulkhead/prod has no output "hubs": either it is not the hub\'s, or it was last deployed by a Bulkhead before that output; name another stack, or deploy this one again',
		],
		[
			"something else by that name",
			() => readHubs({ "us-east-1": { bus: "bulkhead" } }, stack),
			'the output "hubs" of the stack acme/bulkhead/prod is not what this Bulkhead reads (us-east-1: bus: Invalid input: expected object, received string): deploy that stack with the same version',
		],
		[
			"a region without a hub",
			() => hubIn("eu-west-1", hubs, stack),
			"the stack acme/bulkhead/prod has no hub in eu-west-1, but in us-east-1, us-west-2: change `regions` of this stack, or of that one",
		],
		[
			"a key that nobody has asked for",
			() => keyIn("us-east-1", hub, stack),
			"a service has sensitive fields, and the stack acme/bulkhead/prod has no key for them in us-east-1, as none of its own services has any: add `for (const hub of eventHubs) hub.protectionKey(eventHubs);` to its index.ts above the outputs, and deploy it",
		],
	])(
		"that are not as needed are told in a sentence, without a stack: %s",
		(_, read, sentence) => {
			let told: unknown;
			try {
				read();
			} catch (error) {
				told = error;
			}
			expect(told).toMatchObject({ message: sentence });
			expect(told).toHaveProperty("stack", undefined);
		},
	);

	it("may be where the service does not run", () => {
		expect(unheard(hubs, { stack, regions: ["eu-west-1"] })).toBe(undefined);
		expect(unheard(hubs, { stack, regions: ["us-east-1"] })).toBe(
			"the stack acme/bulkhead/prod has a hub in us-west-2, too: of events that are published there this stack hears nothing until its `regions` have it",
		);
	});
});

it.each(["dev", "bulkhead/dev", "", "acme/bulkhead/dev/", "a/b/c/d"])(
	"refuses the name of a stack that is not in full: %p",
	(stack) => {
		expect(() => checkStackName(stack)).toThrow(
			`the hub's stack is "${stack}", and must be named in full: set \`hub\` with`,
		);
	},
);

it("takes the full name of a stack", () => {
	expect(() => checkStackName("organization/bulkhead/dev")).not.toThrow();
});
