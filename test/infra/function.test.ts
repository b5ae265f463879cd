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
	faults: sizes.faultMonitor,
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
			...["restaurant", "customer", "delivery"].flatMap((service) =>
				["rest", "listener", "trigger"].map(
					(kind) => `${service}-${region}-${kind}`,
				),
			),
			`hub-${region}-faults`,
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
		expect(new Set(functions.map((fn) => text(fn, "code"))).size).toBe(10);
	});

	it("of a service knows its service, table, bus, and the region of unstamped rows", () => {
		everyOf(
			functions.filter(({ name }) => !name.startsWith("hub-")),
			({ name, inputs }) => {
				const service = name.split("-")[0];
				expect(inputs.environment).toEqual({
					variables: {
						SERVICE: service,
						POWERTOOLS_SERVICE_NAME: service,
						POWERTOOLS_METRICS_NAMESPACE: "bulkhead",
						STAGE: "prod",
						TABLE_NAME: `bulkhead-prod-${service}-entities`,
						TABLE_REGION: "us-east-1",
						BUS_NAME: "bulkhead-prod",
					},
				});
				return true;
			},
			18,
		);
	});

	it("of a hub knows the table of its region's faults", () => {
		everyOf(
			functions.filter(({ name }) => name.startsWith("hub-")),
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
