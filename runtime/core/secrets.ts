import type { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { Retryable } from "../errors";

/** The value that counts, and during a rotation the one before. */
export type SecretStage = "AWSCURRENT" | "AWSPREVIOUS";

export interface SecretSource {
	/** Undefined where there is none. */
	get(id: string, stage: SecretStage): Promise<string | undefined>;
}

/** How long a value is good for, in ms. */
const life = 5 * 60_000;
/** A caller that guesses must not make us read for each guess. Ms. */
const leastAge = 10_000;

interface Read {
	at: number;
	values: Promise<string[]>;
}

/** Secrets as one container knows them. */
export class Secrets {
	private readonly known = new Map<string, Read>();

	constructor(
		private readonly source: () => SecretSource,
		private readonly now: () => number,
	) {}

	/** All that are valid: the current one first, then the one before it. */
	valid(id: string): Promise<string[]> {
		return this.youngerThan(life, id);
	}

	/** The same, read anew: whoever knows a newer one than we do may be right. */
	renewed(id: string): Promise<string[]> {
		return this.youngerThan(leastAge, id);
	}

	private youngerThan(age: number, id: string): Promise<string[]> {
		const known = this.known.get(id);
		if (known && this.now() - known.at < age) return known.values;
		const values = this.read(id);
		this.known.set(id, { at: this.now(), values });
		values.catch(() => this.known.delete(id));
		return values;
	}

	private async read(id: string): Promise<string[]> {
		const source = this.source();
		const [current, previous] = await Promise.all([
			source.get(id, "AWSCURRENT"),
			source.get(id, "AWSPREVIOUS"),
		]);
		if (!current)
			throw new Retryable(
				`the secret ${id} has no value yet: put one there with the AWS CLI`,
			);
		return previous ? [current, previous] : [current];
	}
}

/** The port to Secrets Manager; the client is loaded when the first secret is wanted. */
export function secretsOf(
	client: () => Promise<SecretsManagerClient>,
): SecretSource {
	return {
		async get(SecretId, VersionStage) {
			const { GetSecretValueCommand, ResourceNotFoundException } = await import(
				"../lazy/secrets-manager.js"
			);
			const manager = await client();
			try {
				const { SecretString } = await manager.send(
					new GetSecretValueCommand({ SecretId, VersionStage }),
				);
				return SecretString;
			} catch (error) {
				if (error instanceof ResourceNotFoundException) return undefined;
				throw error;
			}
		},
	};
}
