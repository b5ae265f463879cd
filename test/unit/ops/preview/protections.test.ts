import { toMarkdown } from "../../../../ops/preview/render/markdown";
import { pageOf } from "../../../../ops/preview/render/page-of";
import { compared, recording, resource, types } from "./recordings";

const kms = "aws:kms/key:Key";
const bucket = "aws:s3/bucket:Bucket";
const lifecycle =
	"aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration";
const on = { enabled: true };
const rules = (days?: number, id = "old") => ({
	rules: [{ id, status: "Enabled", ...(days && { expiration: { days } }) }],
});
const replicas = (rest: object) => ({
	replicas: [{ regionName: "us-west-2", ...rest }],
});

const change = (
	type: string,
	before: object,
	after: object,
	options = [{}, {}],
) =>
	compared(
		recording([resource(type, "it", { inputs: { ...before }, ...options[0] })]),
		recording([resource(type, "it", { inputs: { ...after }, ...options[1] })]),
	);

test.each<[string, string, object, object, string]>([
	[
		"deletion protection",
		types.table,
		{ deletionProtectionEnabled: true },
		{ deletionProtectionEnabled: false },
		"deletionProtectionEnabled",
	],
	[
		"deletion protection, by default",
		types.table,
		{ deletionProtectionEnabled: true },
		{},
		"deletionProtectionEnabled",
	],
	[
		"recovery",
		types.table,
		{ pointInTimeRecovery: on },
		{ pointInTimeRecovery: { enabled: false } },
		"pointInTimeRecovery.enabled",
	],
	[
		"days of recovery",
		types.table,
		{ pointInTimeRecovery: { ...on, recoveryPeriodInDays: 30 } },
		{ pointInTimeRecovery: { ...on, recoveryPeriodInDays: 1 } },
		"pointInTimeRecovery.recoveryPeriodInDays",
	],
	[
		"a replica's protection",
		types.table,
		replicas({ deletionProtectionEnabled: true }),
		replicas({}),
		"replicas[us-west-2].deletionProtectionEnabled",
	],
	[
		"a replica's recovery",
		types.table,
		replicas({ pointInTimeRecovery: true }),
		replicas({}),
		"replicas[us-west-2].pointInTimeRecovery",
	],
	[
		"rows that stay",
		types.table,
		{},
		{ ttl: { enabled: true, attributeName: "ttl" } },
		"ttl",
	],
	[
		"rows that stay by another attribute",
		types.table,
		{ ttl: { enabled: true, attributeName: "a" } },
		{ ttl: { enabled: true, attributeName: "b" } },
		"ttl",
	],
	[
		"a bucket that must be empty",
		bucket,
		{},
		{ forceDestroy: true },
		"forceDestroy",
	],
	["a key that works", kms, {}, { isEnabled: false }, "isEnabled"],
	[
		"a key's window",
		kms,
		{},
		{ deletionWindowInDays: 7 },
		"deletionWindowInDays",
	],
	[
		"a secret's window",
		types.secret,
		{},
		{ recoveryWindowInDays: 0 },
		"recoveryWindowInDays",
	],
	[
		"an archive's days",
		types.archive,
		{ retentionDays: 90 },
		{ retentionDays: 30 },
		"retentionDays",
	],
	[
		"an archive that keeps forever",
		types.archive,
		{},
		{ retentionDays: 365 },
		"retentionDays",
	],
	[
		"objects' days",
		lifecycle,
		rules(30),
		rules(7),
		"rules[old].expiration.days",
	],
	[
		"objects that stay",
		lifecycle,
		rules(),
		rules(7),
		"rules[old].expiration.days",
	],
	[
		"objects that stay, by a new rule",
		lifecycle,
		rules(),
		{ rules: [...rules().rules, ...rules(1, "new").rules] },
		"rules[new].expiration.days",
	],
	[
		"objects that stay, by a rule of the bucket itself",
		bucket,
		{},
		{ lifecycleRules: [{ id: "a", enabled: true, expiration: { days: 1 } }] },
		"lifecycleRules[a].expiration.days",
	],
	[
		"versions that stay",
		lifecycle,
		rules(),
		{
			rules: [
				{ id: "old", noncurrentVersionExpiration: { noncurrentDays: 1 } },
			],
		},
		"rules[old].noncurrentVersionExpiration.noncurrentDays",
	],
	[
		"versions",
		"aws:s3/bucketVersioning:BucketVersioning",
		{ versioningConfiguration: { status: "Enabled" } },
		{ versioningConfiguration: { status: "Suspended" } },
		"versioningConfiguration.status",
	],
	[
		"a replica key that works",
		"aws:kms/replicaKey:ReplicaKey",
		{},
		{ enabled: false },
		"enabled",
	],
	[
		"messages' time",
		types.queue,
		{ messageRetentionSeconds: 1209600 },
		{ messageRetentionSeconds: 60 },
		"messageRetentionSeconds",
	],
	[
		"messages' time, by default",
		types.queue,
		{ messageRetentionSeconds: 1209600 },
		{},
		"messageRetentionSeconds",
	],
])("is taken off: %s", (_what, type, before, after, path) => {
	const report = change(type, before, after);
	expect(report.protections).toMatchObject([{ name: "it", path }]);
	expect(report.allowed).toBe(true);
	// The other way round it is put on.
	const back = change(type, after, before).protections;
	expect(
		back.filter((each) => each.before !== each.after && each.path !== "ttl"),
	).toEqual([]);
});

test.each(["protect", "retainOnDelete"])(
	"is taken off what holds data: %s",
	(option) => {
		const [yes, no] = [{ [option]: true }, { [option]: false }];
		expect(change(types.table, {}, {}, [yes, no]).protections).toMatchObject([
			{ path: `(option) ${option}`, before: "true", after: "false" },
		]);
		expect(change(types.table, {}, {}, [no, yes]).protections).toEqual([]);
		expect(change(types.role, {}, {}, [yes, no]).protections).toEqual([]);
	},
);

it("is taken off a bucket that gets rules at last; a new bucket's are its own", () => {
	const shelf = resource(bucket, "shelf");
	const its = resource(lifecycle, "rules", {
		inputs: rules(7),
		propertyDependencies: { bucket: [shelf.urn] },
	});
	expect(
		compared(recording([shelf]), recording([shelf, its])).protections,
	).toHaveLength(1);
	expect(compared(recording([]), recording([shelf, its])).protections).toEqual(
		[],
	);
});

it("is loud: in the summary, and never folded", () => {
	const tables = Array.from({ length: 20 }, (_, i) => `t${i}`);
	const all = (protect: boolean) =>
		recording(tables.map((name) => resource(types.table, name, { protect })));
	const text = toMarkdown(pageOf(compared(all(true), all(false))));
	expect(text).toContain("### 🛑 Protection that is taken off");
	expect(text.split("###")[0]).toContain(
		"Protection is taken off 20 resources: `t0`",
	);
	const [section = ""] = text.split("### ").slice(1);
	expect(section).not.toContain("<details>");
	expect(section.match(/⚠️/g)).toHaveLength(20);
});
