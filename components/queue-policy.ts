import * as sqs from "@pulumi/aws/sqs";
import * as pulumi from "@pulumi/pulumi";

/** Who else than a role of this account may send into a queue. */
export interface Sender {
	/** The AWS service, such as `events.amazonaws.com`. */
	service: string;
	condition: Readonly<Record<string, object>>;
}

/** A queue's policy: nobody sends or takes in plain text, and of AWS's services only the sender may send. */
export function queuePolicy(
	name: string,
	{ region, queue }: { region: string; queue: sqs.Queue },
	sender: Sender | undefined,
	parent: pulumi.Resource,
): sqs.QueuePolicy {
	const send = sender && {
		Effect: "Allow",
		Principal: { Service: sender.service },
		Action: "sqs:SendMessage",
		Resource: queue.arn,
		Condition: sender.condition,
	};
	const encrypted = {
		Effect: "Deny",
		Principal: "*",
		Action: "sqs:*",
		Resource: queue.arn,
		Condition: { Bool: { "aws:SecureTransport": "false" } },
	};
	const policy = pulumi.jsonStringify({
		Version: "2012-10-17",
		Statement: [...(send ? [send] : []), encrypted],
	});
	return new sqs.QueuePolicy(
		name,
		{ region, queueUrl: queue.url, policy },
		{ parent },
	);
}
