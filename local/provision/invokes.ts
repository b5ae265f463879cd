import { account } from "../resources/context";
import type { Properties } from "../resources/handler";
import { UserError } from "../user-error";

/** Answers the look-ups that a program may make. */
export function invoke(
	token: string,
	inputs: Properties,
	defaultRegion: string,
): Properties {
	const region = inputs.region ?? defaultRegion;
	switch (token) {
		case "aws:index/getCallerIdentity:getCallerIdentity":
			return {
				id: account,
				accountId: account,
				userId: account,
				arn: `arn:aws:iam::${account}:root`,
			};
		case "aws:index/getRegion:getRegion":
			return {
				id: region,
				region,
				name: region,
				description: region,
				endpoint: `ec2.${region}.amazonaws.com`,
			};
		case "aws:index/getPartition:getPartition":
			return {
				id: "aws",
				partition: "aws",
				dnsSuffix: "amazonaws.com",
				reverseDnsPrefix: "com.amazonaws",
			};
		default:
			throw new UserError(
				"it has no answer on this machine: add one to local/provision/invokes.ts.",
			);
	}
}
