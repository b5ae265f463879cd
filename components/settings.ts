import { Region } from "@pulumi/aws/types/enums";
import * as pulumi from "@pulumi/pulumi";
import { RunError } from "@pulumi/pulumi/errors";
import * as z from "zod";
import { limits } from "../contracts/limits";
import { type StagePolicy, stages } from "./stage";

/** What a stack's configuration says, checked. */
export interface Settings {
	project: string;
	stack: string;
	stage: StagePolicy;
	/** Where the services run; the first is the canary. */
	regions: string[];
	/** Where the tables were made; it publishes rows that nobody stamped. Never changes. */
	tableRegion: string;
	/** Who issues the users' tokens, and for whom. */
	issuer: string;
	audience: string;
	/** Origins of the frontends that may call the APIs from a browser. */
	corsOrigins: string[];
	/** Bytes of a call of PutEvents; larger events go through the claim check. */
	putEventsBytes: number;
	/** Rules that are switched off, as `service/rule`. */
	disabledRules: string[];
	/** Where external systems are, by their name in the contracts; without a slash at the end. */
	systems: Record<string, string>;
	/** Seconds of deadlines that are other than the contract's, by `service/rule`. */
	deadlines: Record<string, number>;
	/** Names of resources that hold data and may be replaced or deleted all the same: `npm run preview` fails at others. */
	replacements: string[];
}

const isUnique = (values: readonly string[]) =>
	new Set(values).size === values.length;

const isOrigin = (text: string) =>
	URL.canParse(text) && new URL(text).origin === text;

/** A loopback address is a party of a platform on this machine. */
const address = z.url().regex(/^https:\/\/|^http:\/\/127\.0\.0\.1:/);

const regionList = z.array(z.enum(Region)).min(1).refine(isUnique);

const schema = z
	.object({
		stage: z.enum(["dev", "prod", "preview"]),
		regions: regionList,
		// Without regions there is no first one; they are what is missing then.
		tableRegion: z.string().default(""),
		issuer: address,
		audience: z.string().min(1),
		// A browser sends scheme, host and port; anything more would never match.
		corsOrigins: z.array(z.string().refine(isOrigin)),
		putEventsBytes: z
			.int()
			.min(limits.leastPutEventsBytes)
			.max(limits.putEventsBytes),
		// Whether there are such rules is for whoever knows the contracts.
		disabledRules: z.array(z.string()).refine(isUnique),
		systems: z.record(
			z.string(),
			address.transform((url) => url.replace(/\/+$/, "")),
		),
		deadlines: z.record(z.string(), z.int().min(1)),
		// Whether there are such resources is for whoever knows the program: the preview.
		replacements: z.array(z.string().min(1)).refine(isUnique),
	})
	.refine(
		({ regions, tableRegion }) => regions.some((each) => each === tableRegion),
		{
			path: ["tableRegion"],
			when: ({ value }) => regionList.safeParse(Object(value).regions).success,
		},
	);

/** What each key may be, in words; `Pulumi.yaml` describes them too. */
const legal: Record<string, string> = {
	stage: `one of ${Object.keys(stages).join(", ")}`,
	regions: 'a list of AWS regions, none of them twice, such as ["us-east-1"]',
	issuer:
		"the https URL of an OpenID Connect issuer, such as https://login.your-company.com",
	audience: "the audience in the issuer's tokens, such as food-delivery",
	corsOrigins: 'a list of origins, such as ["https://app.your-company.com"]',
	putEventsBytes: `0 for the bus's own limit, or a whole number of bytes from ${limits.leastPutEventsBytes} to ${limits.putEventsBytes}`,
	disabledRules:
		'a list of rules, none of them twice, such as ["customer/keep-menus"]',
	systems:
		'the https address of each external system, such as {"processor":"https://api.your-processor.com"}',
	deadlines:
		'whole numbers of seconds above 0 by rule, such as {"fulfillment/decide-fate":600}',
	replacements:
		'a list of resources\' names, none of them twice, such as ["restaurant-entities-table"]',
};

/** What the settings come with, so that a preview works; a deployment needs a real one. */
const exampleIssuer = "https://issuer.example.com";

/** A domain that nobody has, and examples do. https://www.rfc-editor.org/rfc/rfc2606 */
const isExample = (url: unknown) =>
	typeof url === "string" &&
	URL.canParse(url) &&
	/(^|\.)example\.com$/.test(new URL(url).hostname);

/** Characters of project and stack: a function's name has 64, of which 35 are a service's, a kind's and hyphens. */
const longestNames = 29;

/** Reads the stack's settings; throws one error with a sentence for each that is missing or wrong. */
export function readSettings(): Settings {
	const project = pulumi.getProject();
	const stack = pulumi.getStack();
	const given = readConfig(stack);
	const parsed = schema.safeParse(given);
	const issues = parsed.error?.issues ?? [];
	const wrong = new Set(issues.map(({ path: [key] }) => key));
	const regions = [given.regions].flat().join(", ");
	const must: Record<string, string> = {
		...legal,
		tableRegion: `one of the regions: ${regions}`,
	};
	const problems = Object.entries(given)
		.filter(([key]) => wrong.has(key))
		.map(
			([key, value]) =>
				`- ${key} in Pulumi.${stack}.yaml ${value === undefined ? "is missing" : `is ${JSON.stringify(value)}`}: it must be ${must[key]}`,
		);
	if (given.issuer === exampleIssuer && !pulumi.runtime.isDryRun())
		problems.push(
			`- issuer is still Pulumi.yaml's example: set your own in Pulumi.${stack}.yaml with \`pulumi config set issuer https://…\``,
		);
	for (const [system, url] of Object.entries(Object(given.systems)))
		if (isExample(url) && !pulumi.runtime.isDryRun())
			problems.push(
				`- systems.${system} is still an example, ${url}: set its address in Pulumi.${stack}.yaml with \`pulumi config set --path systems.${system} https://…\``,
			);
	const names = `${project}${stack}`;
	if (names.length > longestNames || /[^\w-]/.test(names))
		problems.push(
			`- project "${project}" in Pulumi.yaml and stack "${stack}" are part of every function's name: together they must be at most ${longestNames} letters, digits, hyphens and underscores`,
		);
	if (!parsed.success || problems.length > 0) throw incomplete(problems);
	const { stage, ...settings } = parsed.data;
	return { project, stack, stage: stages[stage], ...settings };
}

/** Keys have no namespace of their own, so that `pulumi new` may name the project as it likes. */
function readConfig(stack: string) {
	const config = new pulumi.Config();
	const json = (key: string): unknown => {
		try {
			return config.getObject(key);
		} catch {
			return config.get(key);
		}
	};
	const regions = json("regions");
	const only: unknown =
		Array.isArray(regions) && regions.length === 1 ? regions[0] : undefined;
	return {
		stage: config.get("stage") || stack,
		regions,
		// Of several regions none is the tables' by itself: another first one would replace them.
		tableRegion: config.get("tableRegion") || only,
		issuer: config.get("issuer"),
		audience: config.get("audience"),
		corsOrigins: json("corsOrigins") ?? [],
		putEventsBytes: json("putEventsBytes") || limits.putEventsBytes,
		disabledRules: json("disabledRules") ?? [],
		systems: json("systems") ?? {},
		deadlines: json("deadlines") ?? {},
		replacements: json("replacements") ?? [],
	};
}

/** A mistake of the user: Pulumi prints the message without a stack. */
function incomplete(problems: readonly string[]): RunError {
	return new RunError(
		["the settings are not complete:", ...problems].join("\n"),
	);
}
