import { statefulTypes } from "../../../components/stateful";
import type { Registered } from "../record/recording";
import type { Report } from "../report";
import type { Pair } from "./match";
import type { PlaceOf } from "./place";
import { canonical, isObject, shown } from "./values";

/** How well something is protected by one of its inputs: the greater the better, NaN where it is not known. */
interface Guard {
	strength: number;
	shown: string;
}

const lifecycle =
	"aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration";
const forever = { strength: Number.POSITIVE_INFINITY, shown: "never" };

/** What protected data at the base and does no longer: nothing is lost yet, but by the next change. */
export function protectionsOff(
	pairs: readonly Pair[],
	placeOf: PlaceOf,
): Report["protections"] {
	const old = new Set(
		pairs.flatMap(({ before, after }) => (before && after ? [after.urn] : [])),
	);
	return pairs.flatMap(({ before, after }) => {
		if (!after) return [];
		// Rules that are new delete what is in a bucket that is not.
		const isOn = after.propertyDependencies.bucket?.some((urn) => old.has(urn));
		if (!before && !(after.type === lifecycle && isOn)) return [];
		const { name, type } = after;
		return weakened(before ? guardsOf(before) : {}, after).map((each) => ({
			...placeOf(after),
			name,
			type,
			...each,
		}));
	});
}

function weakened(old: Record<string, Guard>, after: Registered) {
	return Object.entries(guardsOf(after)).flatMap(([path, now]) => {
		const was = old[path] ?? (isRule(path) ? forever : undefined);
		const [top = ""] = path.split(/[.[]/);
		if (!was || was.shown === now.shown) return [];
		if (after.ignoreChanges.includes(top)) return [];
		return now.strength === forever.strength || now.strength >= was.strength
			? []
			: [{ path, before: was.shown, after: now.shown }];
	});
}

/** Without the rule nothing expires; of a replica that is new there was nothing to take off. */
function isRule(path: string): boolean {
	return /^(rules|lifecycleRules)\[/.test(path);
}

function guardsOf(resource: Registered): Record<string, Guard> {
	const { type, inputs, protect, retainOnDelete } = resource;
	const options: Record<string, Guard> = statefulTypes.includes(type)
		? {
				"(option) protect": isTrue(protect),
				"(option) retainOnDelete": isTrue(retainOnDelete),
			}
		: {};
	return { ...options, ...byType[type]?.(inputs) };
}

type Inputs = Record<string, unknown>;

// The defaults are those of the provider: what the program does not say is protected by them.
const byType: Readonly<
	Record<string, (inputs: Inputs) => Record<string, Guard>>
> = {
	"aws:dynamodb/table:Table": (inputs) => {
		const recovery = fields(inputs.pointInTimeRecovery);
		return {
			deletionProtectionEnabled: isTrue(inputs.deletionProtectionEnabled),
			"pointInTimeRecovery.enabled": isTrue(recovery.enabled),
			"pointInTimeRecovery.recoveryPeriodInDays": atLeast(
				recovery.recoveryPeriodInDays,
				35,
			),
			ttl: rowsStay(fields(inputs.ttl)),
			...Object.assign({}, ...listOf(inputs.replicas).map(replicaGuards)),
		};
	},
	"aws:s3/bucket:Bucket": ({ forceDestroy, lifecycleRules }) => ({
		forceDestroy: isFalse(forceDestroy),
		...Object.assign(
			{},
			...listOf(lifecycleRules).map((each) =>
				ruleGuards(each, "lifecycleRules"),
			),
		),
	}),
	"aws:s3/bucketVersioning:BucketVersioning": (inputs) => {
		const { status } = fields(inputs.versioningConfiguration);
		return {
			"versioningConfiguration.status": {
				strength: Number(status === "Enabled"),
				shown: shown(status ?? "none"),
			},
		};
	},
	[lifecycle]: ({ rules }) =>
		Object.assign(
			{},
			...listOf(rules).map((each) => ruleGuards(each, "rules")),
		),
	"aws:kms/key:Key": keyGuards,
	"aws:kms/replicaKey:ReplicaKey": ({ enabled, ...inputs }) => {
		const { isEnabled, ...rest } = keyGuards(inputs);
		return { ...rest, enabled: isTrue(enabled ?? true) };
	},
	"aws:secretsmanager/secret:Secret": ({ recoveryWindowInDays }) => ({
		recoveryWindowInDays: atLeast(recoveryWindowInDays, 30),
	}),
	"aws:cloudwatch/eventArchive:EventArchive": ({ retentionDays }) => ({
		retentionDays: retentionDays ? atLeast(retentionDays, 0) : forever,
	}),
	"aws:sqs/queue:Queue": ({ messageRetentionSeconds }) => ({
		messageRetentionSeconds: atLeast(messageRetentionSeconds, 345_600),
	}),
};

function keyGuards({ isEnabled, deletionWindowInDays }: Inputs) {
	return {
		isEnabled: isTrue(isEnabled ?? true),
		deletionWindowInDays: atLeast(deletionWindowInDays, 30),
	};
}

function replicaGuards(replica: Inputs): Record<string, Guard> {
	const path = `replicas[${replica.regionName}]`;
	return {
		[`${path}.deletionProtectionEnabled`]: isTrue(
			replica.deletionProtectionEnabled,
		),
		[`${path}.pointInTimeRecovery`]: isTrue(replica.pointInTimeRecovery),
	};
}

/** Objects stay where a rule is off or names no days. */
function ruleGuards(rule: Inputs, list: string): Record<string, Guard> {
	const { days, date } = fields(rule.expiration);
	const noncurrent = fields(rule.noncurrentVersionExpiration);
	const isOff = rule.status === "Disabled" || rule.enabled === false;
	const kept = (value: unknown) =>
		isOff || value === undefined ? forever : atLeast(value, 0);
	return {
		[`${list}[${rule.id}].expiration.days`]: kept(days),
		[`${list}[${rule.id}].expiration.date`]: kept(
			date && Date.parse(`${date}`),
		),
		[`${list}[${rule.id}].noncurrentVersionExpiration.noncurrentDays`]: kept(
			noncurrent.noncurrentDays ?? noncurrent.days,
		),
	};
}

/** By another attribute other rows go: neither is more than the other. */
function rowsStay({ enabled, attributeName }: Inputs): Guard {
	if (enabled === false || enabled === undefined)
		return { ...forever, shown: "off" };
	return { strength: Number.NaN, shown: `by ${shown(attributeName)}` };
}

function isTrue(value: unknown): Guard {
	return { strength: Number(value === true), shown: shown(value ?? false) };
}

function isFalse(value: unknown): Guard {
	const isOff = value === undefined || value === false;
	return { strength: Number(isOff), shown: shown(value ?? false) };
}

function atLeast(value: unknown, byDefault: number): Guard {
	const is = value ?? byDefault;
	return {
		strength: typeof is === "number" ? is : Number.NaN,
		shown: typeof is === "string" ? is : canonical(is),
	};
}

function fields(value: unknown): Inputs {
	return isObject(value) ? value : {};
}

function listOf(value: unknown): Inputs[] {
	return Array.isArray(value) ? value.filter(isObject) : [];
}
