import { account } from "./computed";

/** Answers the look-ups that need no account; the others would need the cloud. */
export function lookUp(
	token: string,
	inputs: Record<string, unknown>,
	defaultRegion: string,
): Record<string, unknown> {
	const region = inputs.region ?? defaultRegion;
	switch (token) {
		case "aws:index/getCallerIdentity:getCallerIdentity": {
			const arn = `arn:aws:iam::${account}:root`;
			return { id: account, accountId: account, userId: account, arn };
		}
		case "aws:index/getRegion:getRegion":
			return { id: region, region, name: region, description: region };
		case "aws:index/getPartition:getPartition": {
			const dnsSuffix = "amazonaws.com";
			return { id: "aws", partition: "aws", dnsSuffix };
		}
		default:
			throw new Error(
				`the program looks ${token} up, and this report does not look at the cloud: add an answer to ops/preview/record/look-up.ts`,
			);
	}
}
