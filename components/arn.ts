/** The parts of an ARN that this program asks for. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html */
export function partsOf(arn: string) {
	const [, partition = "", , region = "", account = ""] = arn.split(":");
	return { partition, region, account };
}
