import * as pulumi from "@pulumi/pulumi";
import { RunError } from "@pulumi/pulumi/errors";
import { readSettings } from "../../../components/settings";
import { stages } from "../../../components/stage";
import { limits } from "../../../contracts/limits";

const complete = {
	stage: "dev",
	regions: '["us-east-1","us-west-2"]',
	tableRegion: "us-west-2",
	issuer: "https://login.food.example",
	audience: "food",
	corsOrigins: '["https://app.food.example"]',
	putEventsBytes: "65536",
	disabledRules: '["customer/keep-menus"]',
	systems: '{"processor":"https://api.processor.test/"}',
	deadlines: '{"fulfillment/decide-fate":600}',
	replacements: '["restaurant-entities-table"]',
};
type Given = Partial<Record<keyof typeof complete, string | undefined>>;

interface Stack {
	project?: string;
	stack?: string;
	preview?: boolean;
}

/** What a program of that stack reads. */
async function read(given: Given, of: Stack = {}) {
	const { project = "bulkhead", stack = "staging", preview = false } = of;
	const none = { newResource: jest.fn(), call: jest.fn() };
	await pulumi.runtime.setMocks(none, project, stack, preview);
	const values = Object.entries({ ...complete, ...given }).flatMap(
		([key, value]) =>
			value === undefined ? [] : [[`${project}:${key}`, value] as const],
	);
	pulumi.runtime.setAllConfig(Object.fromEntries(values));
	return readSettings();
}

/** The sentences, without the line that introduces them. */
async function problems(given: Given, of?: Stack): Promise<string[]> {
	const error: unknown = await read(given, of).catch((thrown) => thrown);
	if (!RunError.isInstance(error)) throw new Error("it was not refused");
	const [first, ...sentences] = error.message.split("\n");
	expect(first).toBe("the settings are not complete:");
	return sentences.map((sentence) => sentence.replace(/^- /, ""));
}

const regions =
	'it must be a list of AWS regions, none of them twice, such as ["us-east-1"]';
const issuer =
	"it must be the https URL of an OpenID Connect issuer, such as https://login.your-company.com";
const origins =
	'it must be a list of origins, such as ["https://app.your-company.com"]';
const bytes =
	"it must be 0 for the bus's own limit, or a whole number of bytes from 32768 to 1048576";
const systems =
	'it must be the https address of each external system, such as {"processor":"https://api.your-processor.com"}';
const deadlines =
	'it must be whole numbers of seconds above 0 by rule, such as {"fulfillment/decide-fate":600}';
const names =
	'it must be a list of resources\' names, none of them twice, such as ["restaurant-entities-table"]';
const rules =
	'it must be a list of rules, none of them twice, such as ["customer/keep-menus"]';

describe("settings", () => {
	it("are read into one typed object", async () => {
		expect(await read({})).toEqual({
			project: "bulkhead",
			stack: "staging",
			stage: stages.dev,
			regions: ["us-east-1", "us-west-2"],
			tableRegion: "us-west-2",
			issuer: "https://login.food.example",
			audience: "food",
			corsOrigins: ["https://app.food.example"],
			putEventsBytes: 65536,
			disabledRules: ["customer/keep-menus"],
			systems: { processor: "https://api.processor.test" },
			deadlines: { "fulfillment/decide-fate": 600 },
			replacements: ["restaurant-entities-table"],
		});
	});

	it("know no system, change no deadline and allow no loss, unless told otherwise", async () => {
		const given = {
			systems: undefined,
			deadlines: undefined,
			replacements: undefined,
		};
		expect(await read(given)).toMatchObject({
			systems: {},
			deadlines: {},
			replacements: [],
		});
	});

	it("let calls to the bus be as large as it takes, unless told otherwise", async () => {
		for (const putEventsBytes of [undefined, "0"])
			expect(await read({ putEventsBytes })).toMatchObject({
				putEventsBytes: limits.putEventsBytes,
			});
	});

	it("switch off no rule, unless told otherwise", async () => {
		expect(await read({ disabledRules: undefined })).toMatchObject({
			disabledRules: [],
		});
	});

	it("follow a project that was renamed", async () => {
		const settings = await read({}, { project: "pizza-now" });
		expect(settings).toMatchObject({ project: "pizza-now", audience: "food" });
	});

	it.each(["dev", "prod", "preview"] as const)(
		"without a stage follow the policy with the stack's name: %s",
		async (stack) => {
			for (const stage of [undefined, ""])
				expect(await read({ stage }, { stack })).toMatchObject({
					stage: stages[stack],
				});
		},
	);

	it("without a table region take the only region", async () => {
		for (const tableRegion of [undefined, ""])
			expect(
				await read({ tableRegion, regions: '["us-east-1"]' }),
			).toMatchObject({ tableRegion: "us-east-1" });
	});

	it("of several regions ask for the tables' own: another first one would replace them", async () => {
		const regions = '["us-west-2","us-east-1"]';
		expect(await problems({ tableRegion: "", regions })).toEqual([
			"tableRegion in Pulumi.staging.yaml is missing: it must be one of the regions: us-west-2, us-east-1",
		]);
	});

	it("need no origin of a browser", async () => {
		expect(await read({ corsOrigins: undefined })).toMatchObject({
			corsOrigins: [],
		});
		expect(
			await read({ corsOrigins: '["http://localhost:5173"]' }),
		).toMatchObject({ corsOrigins: ["http://localhost:5173"] });
	});
});

describe("a setting that is missing or wrong is named, with its file and its legal values", () => {
	it.each<[string, Given, string]>([
		[
			"stage",
			{ stage: "test" },
			'is "test": it must be one of dev, prod, preview',
		],
		[
			"stage",
			{ stage: undefined },
			'is "staging": it must be one of dev, prod, preview',
		],
		["regions", { regions: undefined }, `is missing: ${regions}`],
		["regions", { regions: "[]" }, `is []: ${regions}`],
		["regions", { regions: "us-east-1" }, `is "us-east-1": ${regions}`],
		["regions", { regions: '["mars-1"]' }, `is ["mars-1"]: ${regions}`],
		[
			"regions",
			{ regions: '["us-east-1","us-east-1"]' },
			`is ["us-east-1","us-east-1"]: ${regions}`,
		],
		[
			"tableRegion",
			{ tableRegion: "eu-west-1" },
			'is "eu-west-1": it must be one of the regions: us-east-1, us-west-2',
		],
		["issuer", { issuer: undefined }, `is missing: ${issuer}`],
		["issuer", { issuer: "login" }, `is "login": ${issuer}`],
		[
			"issuer",
			{ issuer: "http://login.food.example" },
			`is "http://login.food.example": ${issuer}`,
		],
		[
			"audience",
			{ audience: undefined },
			"is missing: it must be the audience in the issuer's tokens, such as food-delivery",
		],
		[
			"audience",
			{ audience: "" },
			'is "": it must be the audience in the issuer\'s tokens, such as food-delivery',
		],
		["corsOrigins", { corsOrigins: "app" }, `is "app": ${origins}`],
		["corsOrigins", { corsOrigins: '["app"]' }, `is ["app"]: ${origins}`],
		[
			"corsOrigins",
			{ corsOrigins: '["https://app.food.example/"]' },
			`is ["https://app.food.example/"]: ${origins}`,
		],
		["putEventsBytes", { putEventsBytes: "1 MB" }, `is "1 MB": ${bytes}`],
		["putEventsBytes", { putEventsBytes: "4096" }, `is 4096: ${bytes}`],
		["putEventsBytes", { putEventsBytes: "1048577" }, `is 1048577: ${bytes}`],
		["putEventsBytes", { putEventsBytes: "65536.5" }, `is 65536.5: ${bytes}`],
		["disabledRules", { disabledRules: "all" }, `is "all": ${rules}`],
		["disabledRules", { disabledRules: "[1]" }, `is [1]: ${rules}`],
		["disabledRules", { disabledRules: '["a","a"]' }, `is ["a","a"]: ${rules}`],
		["systems", { systems: "processor" }, `is "processor": ${systems}`],
		[
			"systems",
			{ systems: '{"processor":"http://api.processor.test"}' },
			`is {"processor":"http://api.processor.test"}: ${systems}`,
		],
		["systems", { systems: '{"a":1}' }, `is {"a":1}: ${systems}`],
		["deadlines", { deadlines: "600" }, `is 600: ${deadlines}`],
		["deadlines", { deadlines: '{"a/b":0}' }, `is {"a/b":0}: ${deadlines}`],
		["deadlines", { deadlines: '{"a/b":1.5}' }, `is {"a/b":1.5}: ${deadlines}`],
		["replacements", { replacements: "all" }, `is "all": ${names}`],
		["replacements", { replacements: '[""]' }, `is [""]: ${names}`],
		["replacements", { replacements: '["a","a"]' }, `is ["a","a"]: ${names}`],
	])("%s: %j", async (key, given, says) => {
		expect(await problems(given)).toEqual([
			`${key} in Pulumi.staging.yaml ${says}`,
		]);
	});

	it("all of them at once", async () => {
		const found = await problems({
			stage: "test",
			tableRegion: "eu-west-1",
			issuer: "https://issuer.example.com",
			audience: undefined,
			corsOrigins: "[1]",
		});
		expect(found.map((sentence) => sentence.split(" ")[0])).toEqual([
			"stage",
			"tableRegion",
			"audience",
			"corsOrigins",
			"issuer",
		]);
	});

	it("all of them, where there are none at all", async () => {
		const none = Object.fromEntries(
			Object.keys(complete).map((key) => [key, undefined]),
		);
		expect(await problems(none)).toHaveLength(4);
	});

	it("without a stack trace", async () => {
		// Pulumi prints the message alone of what is a RunError.
		await expect(read({ issuer: "login" })).rejects.toBeInstanceOf(RunError);
	});
});

describe("the example issuer", () => {
	const issuer = "https://issuer.example.com";

	it("is enough for a preview", async () => {
		expect(await read({ issuer }, { preview: true })).toMatchObject({ issuer });
	});

	it("is refused where something would be deployed, with the command that mends it", async () => {
		expect(await problems({ issuer })).toEqual([
			"issuer is still Pulumi.yaml's example: set your own in Pulumi.staging.yaml with `pulumi config set issuer https://…`",
		]);
	});

	it("may be a loopback address on a developer's machine", async () => {
		const loopback = "http://127.0.0.1:9000";
		expect(await read({ issuer: loopback })).toMatchObject({
			issuer: loopback,
		});
	});
});

describe("a system's example address", () => {
	const systems = '{"processor":"https://processor.example.com"}';

	it("is enough for a preview", async () => {
		expect(await read({ systems }, { preview: true })).toMatchObject({
			systems: { processor: "https://processor.example.com" },
		});
	});

	it("is refused where something would be deployed, with the command that mends it", async () => {
		expect(await problems({ systems })).toEqual([
			"systems.processor is still an example, https://processor.example.com: set its address in Pulumi.staging.yaml with `pulumi config set --path systems.processor https://…`",
		]);
	});

	it("may be a loopback address on a developer's machine", async () => {
		const loopback = { processor: "http://127.0.0.1:9000" };
		expect(await read({ systems: JSON.stringify(loopback) })).toMatchObject({
			systems: loopback,
		});
	});
});

describe("the names of project and stack, which are part of every function's name", () => {
	it("leave room for the longest service", async () => {
		const fits = { project: "food-delivery-platform", stack: "prod-eu" };
		expect(await read({}, fits)).toMatchObject(fits);
		const longest = `${fits.project}-${fits.stack}-${"s".repeat(24)}-listener`;
		expect(longest.length).toBe(64);
	});

	it.each<Stack>([
		{ project: "food-delivery-platforms", stack: "prod-eu" },
		{ project: "food.delivery", stack: "dev" },
		{ project: "food", stack: "dev.eu" },
	])("are refused as $project and $stack", async (of) => {
		expect(await problems({}, of)).toEqual([
			`project "${of.project}" in Pulumi.yaml and stack "${of.stack}" are part of every function's name: together they must be at most 29 letters, digits, hyphens and underscores`,
		]);
	});
});
