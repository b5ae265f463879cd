import { existsSync } from "node:fs";
import { join } from "node:path";
import { sizes } from "../../components/defaults/function";
import { evaluate } from "./evaluate";
import { dependenciesOf, everyOf, named, ofType, text } from "./query";
import type { Registered, Run } from "./run";

const root = join(__dirname, "../..");
const kinds = {
	rest: sizes.rest,
	listener: sizes.listener,
	trigger: sizes.trigger,
	webhook: sizes.webhook,
	job: sizes.job,
	faults: sizes.faultMonitor,
	drain: sizes.drain,
};

const bff = ["rest", "listener", "trigger"];
const kindsOf = {
	restaurant: bff,
	customer: bff,
	payment: ["listener", "trigger", "webhook", "job"],
	fulfillment: ["listener", "trigger"],
	delivery: bff,
};

describe("a function", () => {
	let run: Run;
	let functions: Registered[];
	const base = ({ name }: Registered) => name.replace(/-function$/, "");

	beforeAll(async () => {
		run = await evaluate({ stack: "prod" });
		functions = ofType(run, "Function");
	});

	it("exists once per service, kind and region, and once per hub", () => {
		const names = ["us-east-1", "us-west-2"].flatMap((region) => [
			...Object.entries(kindsOf).flatMap(([service, kinds]) =>
				kinds.map((kind) => `${service}-${region}-${kind}`),
			),
			`hub-${region}-faults`,
			`hub-${region}-drain`,
		]);
		expect(functions.map(base).sort()).toEqual(names.sort());
	});

	it("runs on the newest Node, on arm64, traced, with logs in JSON", () => {
		everyOf(
			functions,
			({ inputs }) => {
				expect(inputs).toMatchObject({
					runtime: "nodejs24.x",
					architectures: ["arm64"],
					tracingConfig: { mode: "Active" },
					loggingConfig: { logFormat: "JSON" },
					handler: "index.handler",
				});
				return true;
			},
			20,
		);
	});

	it.each(Object.entries(kinds))(
		"of the kind %s has its memory and timeout",
		(kind, { memory, timeout }) => {
			everyOf(
				functions.filter((fn) => base(fn).endsWith(`-${kind}`)),
				({ inputs }) =>
					inputs.memorySize === memory && inputs.timeout === timeout,
				2,
			);
		},
	);

	it("that answers users ends before the gateway gives up on it", () => {
		expect(sizes.rest.timeout).toBeLessThan(30);
	});

	it("has a log group of its own, made first and kept as long as the stage says", () => {
		everyOf(
			functions,
			(fn) => {
				const logs = named(run, `${base(fn)}-logs`);
				expect(logs.inputs).toMatchObject({
					region: fn.inputs.region,
					name: `/aws/lambda/${text(fn, "name")}`,
					retentionInDays: 90,
				});
				expect(fn.inputs.loggingConfig).toMatchObject({
					logGroup: logs.inputs.name,
				});
				return dependenciesOf(fn).includes(logs.name);
			},
			20,
		);
	});

	it("ships its own code as a content-addressed folder, the same in every region", () => {
		everyOf(
			functions,
			(fn) => {
				const code = text(fn, "code");
				const name = text(fn, "name").replace("bulkhead-prod-", "");
				expect(code).toMatch(
					new RegExp(`^archive \\.bulkhead/bundles/${name}-[0-9a-f]{16}$`),
				);
				return existsSync(
					join(root, code.replace("archive ", ""), "index.mjs"),
				);
			},
			20,
		);
		expect(new Set(functions.map((fn) => text(fn, "code"))).size).toBe(17);
	});

	it("of a service knows its service, table, bus, and the region of unstamped rows", () => {
		everyOf(
			functions.filter(({ name }) => !name.startsWith("hub-")),
			({ name, inputs }) => {
				const service = name.split("-")[0];
				// Not of each function: see the tests of protection, secrets, schedules and webhooks.
				const { PROTECTION_KEY, SYSTEMS, WEBHOOK_SECRETS, DEADLINES, ...rest } =
					Object(inputs.environment).variables;
				const variables: unknown = rest;
				expect({ variables }).toEqual({
					variables: {
						SERVICE: service,
						POWERTOOLS_SERVICE_NAME: service,
						POWERTOOLS_METRICS_NAMESPACE: "bulkhead",
						STAGE: "prod",
						TABLE_NAME: `bulkhead-prod-${service}-entities`,
						TABLE_REGION: "us-east-1",
						BUS_NAME: "bulkhead-prod",
						CLAIMS_BUCKET: `hub-${inputs.region}-claims-bucket-1234567`,
						PUT_EVENTS_BYTES: "1048576",
					},
				});
				return true;
			},
			18,
		);
	});

	it("of a service knows which of its rules are switched off, and that calls to the bus are smaller", async () => {
		const { resources } = await evaluate({
			stack: "prod",
			config: {
				putEventsBytes: 65536,
				disabledRules: ["customer/keep-menus", "customer/keep-deliveries"],
			},
		});
		const all = resources.filter(({ type }) => type.endsWith(":Function"));
		const told = (name: string) =>
			JSON.stringify(
				all
					.filter((fn) => fn.name.startsWith(name))
					.map(({ inputs }) => inputs),
			);
		expect(told("customer")).toContain(
			'"DISABLED_RULES":"keep-menus,keep-deliveries"',
		);
		for (const other of ["restaurant", "delivery", "hub"])
			expect(told(other)).not.toContain("DISABLED_RULES");
		for (const service of ["customer", "restaurant", "delivery"])
			expect(told(service)).toContain('"PUT_EVENTS_BYTES":"65536"');
	});

	it("of a hub knows the table of its region's faults", () => {
		everyOf(
			functions.filter(({ name }) => name.endsWith("-faults-function")),
			({ inputs }) => {
				expect(inputs.environment).toMatchObject({
					variables: {
						TABLE_NAME: `hub-${inputs.region}-faults-table-1234567`,
					},
				});
				return true;
			},
			2,
		);
	});
});
