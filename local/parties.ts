import { played } from "./processor/client";
import {
	readStackConfig,
	type StackConfig,
	type StackConfigOptions,
} from "./provision/stack-config";

/** Of the tokens of this machine's issuer. */
export const audience = "local";

/** Who plays the parties outside the program on this machine. */
export interface Parties {
	/** The issuer's URL. */
	issuer: string;
	/** The payment processor's URL, where a contract has that system. */
	processor: string | undefined;
}

/** The stack's settings with this machine's own parties. */
export function localConfig(
	options: StackConfigOptions,
	{ issuer, processor }: Parties,
): StackConfig {
	const overrides = { ...options.overrides, issuer, audience };
	const read = readStackConfig({ ...options, overrides });
	if (!processor) return read;
	const systems = `${read.project}:systems`;
	const addresses = withAddress(read.config[systems], processor);
	return { ...read, config: { ...read.config, [systems]: addresses } };
}

/** The other systems stay where the settings say. */
function withAddress(systems = "{}", url: string): string {
	const given: unknown = JSON.parse(systems);
	return JSON.stringify({ ...Object(given), [played]: url });
}
