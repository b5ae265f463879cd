import {
	GetSecretValueCommand,
	SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import type { Contract } from "../../contracts/contract";
import type { Outputs } from "../outputs";
import { Clients } from "../resources/clients";
import { UserError } from "../user-error";
import type { Client } from "./processor";

/** What the external system is called in a contract that is played on this machine. */
export const played = "processor";

/** The service that has it as its system; more than one would share its money. */
export function serviceWithProcessor(
	contracts: readonly Contract[],
): Contract | undefined {
	return contracts.find(({ systems }) => played in systems);
}

/** For whom the processor works, once the program runs: the secrets that were generated, and where the webhooks are. */
export async function clientOf(
	{ name, webhooks }: Contract,
	{ endpoint, outputs }: { endpoint: string; outputs: Outputs },
): Promise<Client> {
	const { key, webhook } = outputs.secrets?.[name]?.[played] ?? {};
	const [region = ""] = Object.keys(outputs.buses);
	const clients = new Clients(endpoint);
	const valueIn = async (secret: string) => {
		const { SecretString } = await clients
			.get(SecretsManagerClient, region)
			.send(new GetSecretValueCommand({ SecretId: secret }));
		if (!SecretString) throw new UserError(`The secret ${secret} is empty.`);
		return SecretString;
	};
	const paths = Object.entries(webhooks)
		.filter(([, { from }]) => from === played)
		.map(([route]) => route.replace("POST ", ""));
	const bases = Object.values(outputs.apis[name] ?? {});
	try {
		return {
			keys: key ? [await valueIn(key)] : [],
			secret: webhook ? await valueIn(webhook) : "",
			urls: bases.flatMap((base) => paths.map((path) => `${base}${path}`)),
		};
	} finally {
		clients.destroy();
	}
}
