import { functionKinds } from "../../components/code";
import { services } from "../../functions";
import { Checkout } from "./checkout";
import { describeWithCli, type Run } from "./cli";
import { created } from "./steps";

jest.setTimeout(120_000);

const sum = (numbers: number[]) => numbers.reduce((a, b) => a + b, 0);

/** What the contracts ask for in `regions` regions. */
function expected(regions: number): Record<string, number> {
	const kinds = services.flatMap(functionKinds);
	const having = (kind: string) => kinds.filter((each) => each === kind).length;
	const routes = services.map(({ api, webhooks }) =>
		sum([api, webhooks].map((keys) => Object.keys(keys).length)),
	);
	const jobs = services.map(({ jobs }) => Object.keys(jobs).length);
	const faultMonitor = 1;
	const drain = 1;
	return {
		"pulumi:pulumi:Stack": 1,
		"bulkhead:index:Service": services.length,
		"bulkhead:index:EventHub": regions,
		// A global table each; the faults stay in their region.
		"aws:dynamodb:Table": services.length + regions,
		"aws:lambda:Function": regions * (kinds.length + faultMonitor + drain),
		"aws:cloudwatch:EventBus": regions,
		"aws:cloudwatch:EventRule": regions * (having("listener") + faultMonitor),
		// One that serves both users and systems would have one for both.
		"aws:apigatewayv2:Api": regions * (having("rest") + having("webhook")),
		"aws:apigatewayv2:Route": regions * sum(routes),
		// And the built-in one of the service that calls.
		"aws:scheduler:Schedule": regions * (sum(jobs) + 1),
	};
}

function report(what: string, { seconds, memory }: Run): void {
	const size = memory ? `, ${memory.toFixed()} MB in all processes` : "";
	process.stderr.write(`preview of ${what}: ${seconds.toFixed(1)} s${size}\n`);
}

describeWithCli("pulumi preview of an empty stack", () => {
	let checkout: Checkout;
	beforeAll(async () => {
		checkout = await Checkout.create();
		for (const stack of ["dev", "prod"])
			await checkout.must("stack", "init", stack);
	});
	afterAll(() => checkout?.remove());

	async function showsAll(stack: string, regions: number): Promise<void> {
		const run = await checkout.run("preview", "--stack", stack);
		report(stack, run);
		expect(run.output).not.toMatch(/warning|error/i);
		expect(run.code).toBe(0);
		const counts = created(run);
		expect(counts).toMatchObject(expected(regions));
		const all = sum(Object.values(counts));
		expect(run.output).toMatch(new RegExp(`^ +\\+ ${all} to create$`, "m"));
	}

	it("shows all that prod will have, without a warning", () =>
		showsAll("prod", 2));

	it("shows all that dev will have, and leaves wrong types to `npm run types`", async () => {
		const wrong = 'export const wrong: number = "text";\n';
		for (const file of ["index.ts", "functions/delivery/contract.ts"])
			await checkout.append(file, wrong);
		await showsAll("dev", 1);
	});
});
