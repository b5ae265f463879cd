import { isObject } from "../values";
import { policy } from "./policy";
import {
	arn,
	between,
	conflict,
	each,
	items,
	matches,
	oneOf,
	orEmpty,
	type Rule,
	requires,
	together,
} from "./rule";

const projections = ["ALL", "INCLUDE", "KEYS_ONLY"];
const views = ["NEW_IMAGE", "OLD_IMAGE", "NEW_AND_OLD_IMAGES", "KEYS_ONLY"];
const indexes = ["globalSecondaryIndexes", "localSecondaryIndexes"];

const restored = ["restoreSourceName", "restoreSourceTableArn"];

type Values = (path: string) => unknown;

const objectsAt = (value: Values, path: string) =>
	[value(path)].flat().filter(isObject);

/** The attributes that keys are made of. */
function keysOf(value: Values): Set<unknown> {
	const own = [value("hashKey"), value("rangeKey")];
	const theirs = indexes
		.flatMap((path) => objectsAt(value, path))
		.flatMap(({ hashKey, rangeKey, keySchemas }) => [
			hashKey,
			rangeKey,
			...[keySchemas].flat().map((key) => Object(key).attributeName),
		]);
	return new Set([...own, ...theirs].filter((key) => key !== undefined));
}

const bucketOf = (...others: Rule[]) => [
	matches("bucket", /^(?=.{3,63}$)[a-z0-9][-.a-z0-9]*[a-z0-9]$/, bucketName),
	...others,
];
const bucketName =
	"must have 3 to 63 lower-case letters, digits, dots and hyphens";

// https://github.com/hashicorp/terraform-provider-aws/tree/main/internal/service/dynamodb, and s3
export const storage: Readonly<Record<string, readonly Rule[]>> = {
	"aws:dynamodb/table:Table": [
		matches(
			"name",
			/^[-.\w]{3,255}$/,
			"must have 3 to 255 letters, digits, dots, hyphens and underscores",
		),
		oneOf("billingMode", ["PROVISIONED", "PAY_PER_REQUEST"]),
		oneOf("attributes[].type", ["S", "N", "B"]),
		oneOf("streamViewType", views),
		oneOf("tableClass", ["STANDARD", "STANDARD_INFREQUENT_ACCESS"]),
		...indexes.map((path) => oneOf(`${path}[].projectionType`, projections)),
		items("globalSecondaryIndexes", 0, 20),
		items("localSecondaryIndexes", 0, 5),
		between("pointInTimeRecovery.recoveryPeriodInDays", 1, 35),
		arn("serverSideEncryption.kmsKeyArn"),
		together(
			"streamEnabled and streamViewType need each other",
			["streamEnabled", "streamViewType"],
			(value) =>
				(value("streamEnabled") === true) ===
				(value("streamViewType") !== undefined),
		),
		together(
			"the stream of a table with replicas must have new and old images",
			["replicas", "streamViewType"],
			(value) =>
				objectsAt(value, "replicas").length === 0 ||
				[undefined, "NEW_AND_OLD_IMAGES"].some(
					(view) => view === value("streamViewType"),
				),
		),
		together(
			"attributes must be those that the keys of the table and its indexes are made of, and no others",
			["attributes", "hashKey", "rangeKey", ...indexes],
			(value) => {
				const names = objectsAt(value, "attributes").map(({ name }) => name);
				const keys = keysOf(value);
				return (
					value("attributes") === undefined ||
					(names.length === keys.size && names.every((name) => keys.has(name)))
				);
			},
		),
		together(
			"only an index with projectionType INCLUDE has nonKeyAttributes, and it must",
			indexes,
			(value) =>
				indexes
					.flatMap((path) => objectsAt(value, path))
					.every(
						({ projectionType, nonKeyAttributes }) =>
							(projectionType === "INCLUDE") ===
							(nonKeyAttributes !== undefined),
					),
		),
		together(
			"PAY_PER_REQUEST has neither readCapacity nor writeCapacity; PROVISIONED, which is the default, needs both",
			["billingMode", "readCapacity", "writeCapacity", ...restored],
			(value) => {
				// A restored table has those of its source.
				if (restored.some((path) => value(path) !== undefined)) return true;
				const set = ["readCapacity", "writeCapacity"].filter(
					(path) => Number(value(path) ?? 0) !== 0,
				);
				const expected = value("billingMode") === "PAY_PER_REQUEST" ? 0 : 2;
				return set.length === expected;
			},
		),
	],
	"aws:s3/bucket:Bucket": bucketOf(
		conflict("bucket", "bucketPrefix"),
		matches("bucketPrefix", /^[a-z0-9][-.a-z0-9]{0,36}$/, bucketName),
	),
	"aws:s3/bucketPolicy:BucketPolicy": [...policy("policy", 20_480)],
	"aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": bucketOf(
		items("rules", 1, 1000),
		matches("rules[].id", /^.{1,255}$/, "must have 1 to 255 characters"),
		oneOf("rules[].status", ["Enabled", "Disabled"]),
		between("rules[].expiration.days", 0, 2_147_483_647),
		each(
			"rules[].expiration",
			"must have days of at least 1, a date or expiredObjectDeleteMarker",
			(value) => {
				const { days, date, expiredObjectDeleteMarker } = Object(value);
				return (
					days === undefined ||
					Number(days) !== 0 ||
					date !== undefined ||
					!["undefined", "false"].includes(String(expiredObjectDeleteMarker))
				);
			},
		),
		between(
			"rules[].noncurrentVersionExpiration.noncurrentDays",
			1,
			2_147_483_647,
		),
	),
	"aws:s3/bucketOwnershipControls:BucketOwnershipControls": bucketOf(
		oneOf("rule.objectOwnership", [
			"BucketOwnerPreferred",
			"ObjectWriter",
			"BucketOwnerEnforced",
		]),
	),
	"aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration":
		bucketOf(
			oneOf("rules[].applyServerSideEncryptionByDefault.sseAlgorithm", [
				"AES256",
				"aws:kms",
				"aws:kms:dsse",
			]),
		),
	"aws:s3/bucketVersioning:BucketVersioning": bucketOf(
		oneOf("versioningConfiguration.status", [
			"Enabled",
			"Suspended",
			"Disabled",
		]),
	),
	"aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": bucketOf(),
	"aws:s3/bucketNotification:BucketNotification": bucketOf(),
	"aws:secretsmanager/secret:Secret": [
		conflict("name", "namePrefix"),
		matches(
			"name",
			/^[-/+=.@\w]{1,512}$/,
			"must have 1 to 512 letters, digits and /_+=.@-",
		),
		oneOf("recoveryWindowInDays", [
			0,
			...Array.from({ length: 24 }, (_, i) => i + 7),
		]),
		...orEmpty("policy", policy("policy", 20_480)),
	],
	"aws:kms/alias:Alias": [
		conflict("name", "namePrefix"),
		matches(
			"name",
			/^alias\/(?!aws\/)[-/\w]{1,250}$/,
			"must begin with alias/, but not with alias/aws/",
		),
	],
	"aws:kms/key:Key": [
		between("deletionWindowInDays", 7, 30),
		between("rotationPeriodInDays", 90, 2560),
		requires("rotationPeriodInDays", "enableKeyRotation"),
		oneOf("keyUsage", [
			"ENCRYPT_DECRYPT",
			"SIGN_VERIFY",
			"GENERATE_VERIFY_MAC",
			"KEY_AGREEMENT",
		]),
		matches(
			"description",
			/^[\s\S]{0,8192}$/,
			"must have at most 8192 characters",
		),
		...orEmpty("policy", policy("policy", 32_768)),
	],
	"aws:kms/replicaKey:ReplicaKey": [
		arn("primaryKeyArn"),
		between("deletionWindowInDays", 7, 30),
		...orEmpty("policy", policy("policy", 32_768)),
	],
};
