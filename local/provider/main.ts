import { Clients } from "../resources/clients";
import { UserError } from "../user-error";
import { engineLog } from "./engine-log";
import { Provider } from "./provider";
import { RemoteStreams } from "./remote-streams";
import { serve } from "./server";
import { endpointVariable, streamsVariable } from "./variables";

const endpoint = required(endpointVariable);

const provider = new Provider({
	endpoint,
	clients: new Clients(endpoint),
	streams: new RemoteStreams(required(streamsVariable)),
	root: process.cwd(),
	log: engineLog(process.argv.at(-1) ?? ""),
});

serve(provider).then((port) => {
	process.stdout.write(`${port}\n`); // the engine reads it
});

function required(variable: string): string {
	const value = process.env[variable];
	if (value) return value;
	throw new UserError(
		`${variable} is not set: the provider of this machine works for \`npm run up:local\`, or after \`. .bulkhead/engine/<stack>/env\` while that runs.`,
	);
}
