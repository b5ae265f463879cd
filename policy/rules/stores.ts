import { at, is, list } from "../resource";
import { type ResourceRule, unless } from "../rule";

export const stores = [
	{
		id: "table-encryption",
		checks: [],
		severity: "medium",
		says: "A table says how it is encrypted.",
		mend: "Set serverSideEncryption.enabled.",
		types: ["aws:dynamodb/table:Table"],
		check: (table) =>
			unless(
				is(table, "serverSideEncryption.enabled", true),
				"it leaves its encryption to the default",
			),
	},
	{
		id: "bucket-expiry",
		checks: ["CKV_AWS_300"],
		severity: "low",
		says: "A bucket deletes uploads that were never finished.",
		mend: "Set abortIncompleteMultipartUpload in a rule of its lifecycle.",
		types: ["aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration"],
		check: (lifecycle) =>
			unless(
				list(lifecycle, "rules").some(
					(rule) => "abortIncompleteMultipartUpload" in Object(rule),
				),
				"parts of uploads stay for ever",
			),
	},
	{
		id: "key-rotation",
		checks: ["AwsSolutions-KMS5", "CKV_AWS_7"],
		severity: "medium",
		says: "A key is rotated.",
		mend: "Set enableKeyRotation of the primary key; its copies follow.",
		types: ["aws:kms/key:Key"],
		check: (key) =>
			unless(
				is(key, "enableKeyRotation", true),
				"its material is never renewed",
			),
	},
	{
		id: "public-access-block",
		checks: ["CKV_AWS_53", "CKV_AWS_54", "CKV_AWS_55", "CKV_AWS_56"],
		severity: "high",
		says: "A block of public access blocks all four ways.",
		mend: "Set blockPublicAcls, blockPublicPolicy, ignorePublicAcls and restrictPublicBuckets.",
		types: ["aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"],
		check: (block) =>
			[
				"blockPublicAcls",
				"blockPublicPolicy",
				"ignorePublicAcls",
				"restrictPublicBuckets",
			]
				.filter((way) => at(block, way) !== true)
				.map((way) => `${way} is off`),
	},
] satisfies readonly ResourceRule[];
