import { evaluate } from "./evaluate";
import { custom, everyOf, ofType } from "./query";
import type { Registered, Run } from "./run";

/** One for all regions; their names carry the region instead. */
const global = ["aws:iam/role:Role", "aws:iam/rolePolicy:RolePolicy"];

/** The types that AWS can tag, of those that the program makes. */
const taggable = [
	"aws:apigatewayv2/api:Api",
	"aws:apigatewayv2/stage:Stage",
	"aws:cloudwatch/eventBus:EventBus",
	"aws:cloudwatch/eventRule:EventRule",
	"aws:cloudwatch/logGroup:LogGroup",
	"aws:cloudwatch/metricAlarm:MetricAlarm",
	"aws:dynamodb/table:Table",
	"aws:iam/role:Role",
	"aws:kms/key:Key",
	"aws:kms/replicaKey:ReplicaKey",
	"aws:lambda/eventSourceMapping:EventSourceMapping",
	"aws:lambda/function:Function",
	"aws:s3/bucket:Bucket",
	"aws:scheduler/scheduleGroup:ScheduleGroup",
	"aws:secretsmanager/secret:Secret",
	"aws:sqs/queue:Queue",
];
const untaggable = [
	"aws:apigatewayv2/authorizer:Authorizer",
	"aws:apigatewayv2/integration:Integration",
	"aws:apigatewayv2/route:Route",
	"aws:cloudwatch/eventArchive:EventArchive",
	"aws:cloudwatch/eventTarget:EventTarget",
	"aws:iam/rolePolicy:RolePolicy",
	"aws:kms/alias:Alias",
	"aws:lambda/permission:Permission",
	"aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
	"aws:s3/bucketNotification:BucketNotification",
	"aws:s3/bucketPolicy:BucketPolicy",
	"aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
	"aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
	"aws:scheduler/schedule:Schedule",
	"aws:sqs/queuePolicy:QueuePolicy",
];

/** The most characters that AWS takes; names of our own, and logical names with what Pulumi appends. */
const longest: Record<string, number> = {
	"aws:apigatewayv2/api:Api": 128,
	"aws:cloudwatch/eventArchive:EventArchive": 48,
	"aws:cloudwatch/eventBus:EventBus": 256,
	"aws:cloudwatch/eventRule:EventRule": 64,
	"aws:cloudwatch/logGroup:LogGroup": 512,
	"aws:cloudwatch/metricAlarm:MetricAlarm": 255,
	"aws:dynamodb/table:Table": 255,
	"aws:iam/role:Role": 64,
	"aws:iam/rolePolicy:RolePolicy": 128,
	"aws:kms/alias:Alias": 256,
	"aws:lambda/function:Function": 64,
	"aws:s3/bucket:Bucket": 63,
	"aws:scheduler/schedule:Schedule": 64,
	"aws:scheduler/scheduleGroup:ScheduleGroup": 64,
	"aws:secretsmanager/secret:Secret": 512,
	"aws:sqs/queue:Queue": 80,
};
/** `-1234567` behind a logical name. */
const suffix = 8;
/** A legal service's name in the region with the longest one, as far as they exceed the examples. */
const room = {
	service: 24 - "restaurant".length,
	region: "ap-southeast-1".length - "us-east-1".length,
};

const regionOf = ({ name }: Registered) =>
	/[a-z]+-(?:[a-z]+-)?[a-z]+-\d(?=-|$)/.exec(
		name.replace(/^(hub|[a-z]+)-/, ""),
	)?.[0];

describe.each([
	{ stack: "dev", count: 90, regions: ["us-east-1"] },
	{ stack: "prod", count: 180, regions: ["us-east-1", "us-west-2"] },
] as const)("every resource of $stack", ({ stack, count, regions }) => {
	let preview: Run;
	let known: Run;

	beforeAll(async () => {
		preview = await evaluate({ stack, preview: true });
		known = await evaluate({ stack });
	});

	it("is registered in a preview already: nothing is created inside an apply", () => {
		const names = (run: Run) => run.resources.map(({ urn }) => urn).sort();
		expect(names(preview).length).toBeGreaterThan(count);
		expect(names(preview)).toEqual(names(known));
	});

	it("is named once", () => {
		const urns = preview.resources.map(({ urn }) => urn);
		expect(new Set(urns).size).toBe(urns.length);
	});

	it("is in the region that its name carries, set on the resource itself", () => {
		const regional = custom(preview).filter(
			({ type }) => type.startsWith("aws:") && !global.includes(type),
		);
		// Of all regions, made in one.
		const shared = regional.filter(
			({ name, type }) =>
				name.endsWith("-entities-table") || type.endsWith(":Secret"),
		);
		everyOf(shared, ({ inputs }) => inputs.region === "us-east-1", 3);
		everyOf(
			regional.filter((resource) => !shared.includes(resource)),
			(resource) =>
				regions.some((region) => region === resource.inputs.region) &&
				resource.inputs.region === regionOf(resource),
			count,
		);
	});

	it("carries a region in its name if it is global", () => {
		const all = custom(preview).filter(({ type }) => global.includes(type));
		everyOf(
			all,
			(resource) =>
				regions.some((region) => region === regionOf(resource)) &&
				!("region" in resource.inputs),
			30,
		);
	});

	it("needs no provider of its own, as its region is its own", () => {
		everyOf(custom(preview), ({ provider }) => provider === "", count);
	});

	it("has a component as its parent", () => {
		const byUrn = new Map(
			preview.resources.map((resource) => [
				`${resource.type}::${resource.name}`,
				resource,
			]),
		);
		const parentOf = ({ parent }: Registered) => {
			const [path = "", name = ""] = parent.split("::").slice(2);
			return byUrn.get(`${path.split("$").at(-1)}::${name}`);
		};
		everyOf(
			custom(preview),
			(resource) => parentOf(resource)?.type.startsWith("bulkhead:") === true,
			count,
		);
		const roots = preview.resources.filter(
			(resource) => parentOf(resource)?.type === "pulumi:pulumi:Stack",
		);
		expect(new Set(roots.map(({ type }) => type))).toEqual(
			new Set(["bulkhead:index:EventHub", "bulkhead:index:Service"]),
		);
	});

	it("is the stack, of AWS, or a component with the token bulkhead:index:<Type>", () => {
		const components = preview.resources.filter((each) => !each.custom);
		const types = new Set(components.map(({ type }) => type));
		expect(types).toEqual(
			new Set([
				"pulumi:pulumi:Stack",
				...[
					"Api",
					"Drain",
					"EntitiesTable",
					"EventHub",
					"ExpiringBucket",
					"FaultMonitor",
					"Job",
					"Listener",
					"ProtectionKey",
					"Schedules",
					"Service",
					"ServiceFunction",
					"Subscription",
					"SystemSecrets",
					"Trigger",
					"Webhook",
				].map((type) => `bulkhead:index:${type}`),
			]),
		);
		everyOf(custom(preview), ({ type }) => type.startsWith("aws:"), count);
	});

	it("is named after its parent", () => {
		everyOf(
			custom(preview),
			({ name, parent }) => name.startsWith(`${parent.split("::").at(-1)}-`),
			count,
		);
	});

	it("is of a type of which the tests know whether it can be tagged", () => {
		everyOf(
			custom(preview),
			({ type }) => [...taggable, ...untaggable].includes(type),
			count,
		);
	});

	it("has the tags project, stack, service and owner where it can be tagged", () => {
		const owners: Record<string, string> = {
			restaurant: "restaurants",
			customer: "customers",
			payment: "payments",
			fulfillment: "fulfillment",
			delivery: "drivers",
			hub: "platform",
		};
		everyOf(
			custom(preview).filter(({ type }) => taggable.includes(type)),
			({ name, inputs }) => {
				const service = name.split("-")[0] ?? "";
				expect(inputs.tags).toEqual({
					project: "bulkhead",
					stack,
					service,
					owner: owners[service],
					"managed-by": "pulumi",
				});
				return true;
			},
			count / 2,
		);
	});

	it("has no name that changes with its content", () => {
		everyOf(
			custom(preview),
			({ name }) => !/[0-9a-f]{8}/i.test(name) && !/\d{3}/.test(name),
			count,
		);
	});

	it("has a name that AWS takes, also for the longest service in the longest region", () => {
		const limited = custom(preview).filter(({ type }) => longest[type]);
		everyOf(
			limited,
			({ type, name, inputs }) => {
				const length =
					typeof inputs.name === "string"
						? inputs.name.length
						: name.length + suffix + room.region;
				const service = name.startsWith("restaurant") ? room.service : 0;
				return length + service <= (longest[type] ?? 0);
			},
			count / 2,
		);
	});

	it("ignores no change: it would hide drift", () => {
		everyOf(
			custom(preview),
			({ ignoreChanges }) => ignoreChanges.length === 0,
			count,
		);
	});

	it("warns of nothing", () => {
		expect([...preview.warnings, ...known.warnings]).toEqual([]);
	});

	it("belongs to one of the services or to the hub of a region", () => {
		const names = (type: string) =>
			ofType(preview, type).map(({ name }) => name);
		expect(names("Service")).toEqual([
			"restaurant",
			"customer",
			"payment",
			"fulfillment",
			"delivery",
		]);
		expect(names("EventHub")).toEqual(regions.map((each) => `hub-${each}`));
	});
});
