import * as s3 from "@pulumi/aws/s3";
import * as pulumi from "@pulumi/pulumi";
import { Component, type RegionalArgs } from "./component";
import type { Grantee } from "./grant";

/** Long enough to find, mend and run again what failed, and shorter than tombstones last; in days. */
const keep = 30;

/** A private bucket for what a stream's function could not handle: the records themselves. */
export class FailureBucket extends Component {
	readonly bucket: s3.Bucket;
	readonly arn: pulumi.Output<string>;

	constructor(
		name: string,
		args: RegionalArgs,
		opts?: pulumi.ComponentResourceOptions,
	) {
		super("FailureBucket", name, opts);
		const { protect, retain } = args.settings.stage;
		const { region, tags } = args;
		this.bucket = new s3.Bucket(
			`${name}-bucket`,
			{ region, tags, forceDestroy: !protect },
			{ parent: this, protect, retainOnDelete: retain },
		);
		this.arn = this.bucket.arn;
		this.makePrivate(name, region);
		this.expire(name, region);
		this.registerOutputs({ bucketName: this.bucket.bucket });
	}

	/** A mapping's on-failure destination needs both. https://docs.aws.amazon.com/lambda/latest/dg/with-ddb-create-streams.html */
	grantKeep(grantee: Grantee): void {
		grantee.allow("keep-failures", [
			{
				actions: ["s3:PutObject"],
				resources: [pulumi.interpolate`${this.arn}/*`],
			},
			{ actions: ["s3:ListBucket"], resources: [this.arn] },
		]);
	}

	private makePrivate(name: string, region: string) {
		const block = new s3.BucketPublicAccessBlock(
			`${name}-private`,
			{
				region,
				bucket: this.bucket.bucket,
				blockPublicAcls: true,
				blockPublicPolicy: true,
				ignorePublicAcls: true,
				restrictPublicBuckets: true,
			},
			{ parent: this },
		);
		const onlyEncrypted = pulumi.jsonStringify({
			Version: "2012-10-17",
			Statement: [
				{
					Effect: "Deny",
					Principal: "*",
					Action: "s3:*",
					Resource: [this.arn, pulumi.interpolate`${this.arn}/*`],
					Condition: { Bool: { "aws:SecureTransport": "false" } },
				},
			],
		});
		new s3.BucketPolicy(
			`${name}-policy`,
			{ region, bucket: this.bucket.bucket, policy: onlyEncrypted },
			{ parent: this, dependsOn: block },
		);
	}

	private expire(name: string, region: string) {
		new s3.BucketLifecycleConfiguration(
			`${name}-lifecycle`,
			{
				region,
				bucket: this.bucket.bucket,
				rules: [
					{
						id: "expire",
						status: "Enabled",
						filter: { prefix: "" },
						expiration: { days: keep },
						abortIncompleteMultipartUpload: { daysAfterInitiation: 1 },
					},
				],
			},
			{ parent: this },
		);
	}
}
