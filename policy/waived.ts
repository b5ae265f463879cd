/** Checks of cdk-nag, checkov and prowler that this project does not follow, and why. */
export const waived: readonly {
	checks: readonly string[];
	asks: string;
	because: string;
}[] = [
	{
		checks: ["CKV_AWS_117"],
		asks: "functions in a VPC",
		because:
			"they reach AWS's own services and public systems only; a network brings endpoints to pay for and nothing to protect",
	},
	{
		checks: ["CKV_AWS_115"],
		asks: "reserved concurrency of each function",
		because:
			"it is taken from the account's, 1000 in a new one; queues have a maximum instead, APIs a limit of requests",
	},
	{
		checks: ["CKV_AWS_116"],
		asks: "a queue of dead letters of each function",
		because:
			"nothing invokes a function asynchronously: mappings, targets and schedules have their own",
	},
	{
		checks: ["CKV_AWS_173", "CKV_AWS_158", "CKV_AWS_149"],
		asks: "a key of one's own for variables, logs and secrets",
		because:
			"AWS's keys encrypt them; variables hold names only, sensitive fields have a key of their own; a `transform` sets one",
	},
	{
		checks: ["CKV_AWS_272"],
		asks: "signed code",
		because:
			"bundles are compared by hash from the build to production (`npm run bundles -- --check`)",
	},
	{
		checks: ["CKV_AWS_338"],
		asks: "logs for a year",
		because:
			"events are in the archive, faults in a table; logs are for finding a mistake, and cost 0.03 per GB and month",
	},
	{
		checks: ["AwsSolutions-SMG4", "CKV2_AWS_57"],
		asks: "secrets that rotate by themselves",
		because:
			"external systems issue them; whoever has a new one puts it there, and the one before stays valid for webhooks",
	},
	{
		checks: ["AwsSolutions-S1", "CKV_AWS_18"],
		asks: "access logs of buckets",
		because:
			"only named functions read and write them, for 30 days; CloudTrail's data events say more where you need it",
	},
	{
		checks: ["CKV_AWS_21", "CKV_AWS_144"],
		asks: "versions and copies of buckets",
		because:
			"an object is written once, under a name of its own, read within days and deleted; each region has its own",
	},
	{
		checks: ["AwsSolutions-APIG2", "AwsSolutions-APIG3"],
		asks: "validation and a firewall at the gateway",
		because:
			"HTTP APIs have neither: the runtime validates by the contract; a firewall goes in front, with CloudFront",
	},
	{
		checks: ["CKV_AWS_119", "dynamodb_tables_kms_cmk_encryption_enabled"],
		asks: "a key of one's own for tables",
		because:
			"one per region and two calls for each miss; a `transform` sets it",
	},
	{
		checks: ["dynamodb_table_protected_by_backup_plan"],
		asks: "a plan of AWS Backup",
		because:
			"point-in-time recovery reaches back 35 days; a plan belongs to the account, not to a stack",
	},
	{
		checks: ["kms_cmk_not_multi_region"],
		asks: "keys of one region",
		because: "what is encrypted in one region must be read in the other",
	},
	{
		checks: ["LambdaEventSourceSQSVisibilityTimeout"],
		asks: "a visibility of six times the function's timeout",
		because:
			"listeners have it (a test compares them); a job's message has a function for itself, see components/defaults/queue.ts",
	},
];
