import * as s3 from "@pulumi/aws/s3";
import * as pulumi from "@pulumi/pulumi";
import { BucketAccess } from "./bucket-access";
import { Component, type RegionalArgs } from "./component";

export interface ExpiringBucketArgs extends RegionalArgs {
	/** What it keeps, such as "failures": part of the names of what is granted. */
	purpose: string;
	/** Seconds, in whole days, after which an object is deleted. */
	expireAfter: number;
}

const day = 24 * 60 * 60;

/** A private, encrypted bucket for what is not needed for ever. */
export class ExpiringBucket extends Component {
	readonly bucket: s3.Bucket;
	readonly arn: pulumi.Output<string>;
	readonly access: BucketAccess;

	constructor(
		name: string,
		private readonly args: ExpiringBucketArgs,
		opts?: pulumi.ComponentResourceOptions,
	) {
		super("ExpiringBucket", name, opts);
		const { protect, retain, emptyBuckets } = args.settings.stage;
		const { region, tags } = args;
		this.bucket = new s3.Bucket(
			`${name}-bucket`,
			{ region, tags, forceDestroy: emptyBuckets },
			{ parent: this, protect, retainOnDelete: retain },
		);
		this.arn = this.bucket.arn;
		this.access = new BucketAccess({
			...args,
			name: this.bucket.bucket,
			arn: this.arn,
		});
		this.makePrivate(name);
		this.encrypt(name);
		this.expire(name);
		this.registerOutputs({ bucketName: this.bucket.bucket });
	}

	private makePrivate(name: string) {
		const { region } = this.args;
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
					Resource: [this.arn, this.access.objects],
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

	/** What S3 does by itself since 2023, said: an audit finds it here, and drift is seen. */
	private encrypt(name: string) {
		new s3.BucketServerSideEncryptionConfiguration(
			`${name}-encryption`,
			{
				region: this.args.region,
				bucket: this.bucket.bucket,
				rules: [
					{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } },
				],
			},
			{ parent: this },
		);
	}

	private expire(name: string) {
		const { region, expireAfter } = this.args;
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
						expiration: { days: expireAfter / day },
						abortIncompleteMultipartUpload: { daysAfterInitiation: 1 },
					},
				],
			},
			{ parent: this },
		);
	}
}
