import * as pulumi from "@pulumi/pulumi";
import type { Grantee, Statement } from "./grant";

export interface BucketAccessArgs {
	/** Of the bucket. */
	name: pulumi.Output<string>;
	arn: pulumi.Output<string>;
	region: string;
	/** What it keeps, such as "failures": part of the names of what is granted. */
	purpose: string;
}

/** A bucket as functions know it, of whichever stack: its name, and what they may do there. */
export class BucketAccess {
	readonly name: pulumi.Output<string>;
	readonly arn: pulumi.Output<string>;

	constructor(private readonly args: BucketAccessArgs) {
		this.name = args.name;
		this.arn = args.arn;
	}

	/** Put objects. */
	grantKeep(grantee: Grantee): void {
		this.grant("keep", grantee, [this.put]);
	}

	/** Be the on-failure destination of the grantee's mapping. https://docs.aws.amazon.com/lambda/latest/dg/with-ddb-create-streams.html */
	grantDestination(grantee: Grantee): void {
		this.grant("keep", grantee, [this.put, this.list]);
	}

	/** Get objects. S3 says only to who may list them that one is gone. */
	grantFetch(grantee: Grantee): void {
		// In the name, because a grantee may fetch from the buckets of several regions.
		const verb = `fetch-${this.args.region}`;
		const get = { actions: ["s3:GetObject"], resources: [this.objects] };
		this.grant(verb, grantee, [get, this.list]);
	}

	/** All that is in it, as an ARN. */
	get objects(): pulumi.Output<string> {
		return pulumi.interpolate`${this.arn}/*`;
	}

	private grant(verb: string, grantee: Grantee, statements: Statement[]) {
		grantee.allow(`${verb}-${this.args.purpose}`, statements);
	}

	private get put(): Statement {
		return { actions: ["s3:PutObject"], resources: [this.objects] };
	}

	private get list(): Statement {
		return { actions: ["s3:ListBucket"], resources: [this.arn] };
	}
}
