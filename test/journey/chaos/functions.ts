import {
	type FunctionConfiguration,
	LambdaClient,
	paginateListFunctions,
	UpdateFunctionConfigurationCommand,
	waitUntilFunctionUpdatedV2,
} from "@aws-sdk/client-lambda";
import type { Clients } from "../../../local/resources/clients";
import { each } from "./pace";

/** What functions call. As the SDK reads it: https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html */
const called = [
	...["DYNAMODB", "EVENTBRIDGE", "KMS", "S3"],
	...["SCHEDULER", "SECRETS_MANAGER"],
];

/** All functions of a region find AWS behind another endpoint from now on; nobody else does. */
export async function redirectAll(
	clients: Clients,
	region: string,
	endpoint: string,
): Promise<void> {
	const client = clients.get(LambdaClient, region);
	const functions: FunctionConfiguration[] = [];
	for await (const page of paginateListFunctions({ client }, {}))
		functions.push(...(page.Functions ?? []));
	await each(functions, 6, async ({ FunctionName, Environment }) => {
		const Variables = {
			...Environment?.Variables,
			...Object.fromEntries(
				called.map((name) => [`AWS_ENDPOINT_URL_${name}`, endpoint]),
			),
		};
		await client.send(
			new UpdateFunctionConfigurationCommand({
				FunctionName,
				Environment: { Variables },
			}),
		);
		await waitUntilFunctionUpdatedV2(
			{ client, minDelay: 1, maxWaitTime: 30 },
			{ FunctionName },
		);
	});
}
