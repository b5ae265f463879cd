import * as pulumi from "@pulumi/pulumi";

interface Made {
	type: string;
	name: string;
	inputs: Record<string, unknown>;
	preview: boolean;
}

export const account = "123456789012";

/** What the program sees of a resource: its inputs, and what AWS would compute, which a preview does not know. */
export function computed({ type, name, inputs, preview }: Made) {
	const { region = "" } = inputs;
	const [, module = ""] = /^aws:(\w+)\//.exec(type) ?? [];
	const arn = (path: string, of = module, where = region) =>
		preview
			? pulumi.runtime.unknownValue
			: `arn:aws:${of}:${where}:${account}:${path}`;
	const physical = inputs.name ?? `${name}-1234567`;
	const base = preview
		? inputs
		: { name: physical, arn: arn(String(physical)), ...inputs };
	const text = (value: string) =>
		preview ? pulumi.runtime.unknownValue : value;
	switch (type) {
		case "aws:dynamodb/table:Table":
			return {
				...base,
				streamArn: arn(`${physical}/stream`),
				replicas: replicas(inputs).map(({ regionName, ...replica }) => ({
					...replica,
					regionName,
					arn: arn(`${physical}`, module, regionName),
					streamArn: arn(`${physical}/stream`, module, regionName),
				})),
			};
		case "aws:sqs/queue:Queue":
			return { ...base, url: text(`https://sqs.${region}/${physical}`) };
		case "aws:apigatewayv2/api:Api":
			return {
				...base,
				apiEndpoint: text(`https://${name}.execute-api.${region}`),
				executionArn: arn(`${name}`, "execute-api"),
			};
		case "aws:s3/bucket:Bucket":
			return { ...base, bucket: text(`${physical}`) };
		default:
			return base;
	}
}

function replicas({
	replicas,
}: Record<string, unknown>): { regionName: string }[] {
	return Array.isArray(replicas) ? replicas : [];
}
