/**
 * What an environment means: protection, retention, limits. One policy per kind of environment; a stack says which one it
 * follows (`stage`), by default the one with its own name. Whatever differs between environments is here and nowhere else.
 */
export interface StagePolicy {
	name: string;
	/** Stateful resources refuse to be destroyed or replaced: by Pulumi, and by AWS where it can. */
	protect: boolean;
	/** Stateful resources that leave the program stay in the cloud. */
	retain: boolean;
	/** A bucket that is deleted takes its objects along; otherwise AWS refuses while it has any. */
	emptyBuckets: boolean;
	/** Point-in-time recovery of tables, in days: AWS allows 1 to 35; 0 is none. */
	recoveryDays: number;
	/** Days in which the deletion of the key of sensitive fields can be cancelled: KMS allows 7 to 30. */
	keyRecoveryDays: number;
	/** Days in which a secret's deletion can be undone: AWS allows 7 to 30; 0 frees its name at once. */
	secretRecoveryDays: number;
	/** Days. */
	logRetention: number;
	/** Per API and region: requests per second, and how many at once: the size of its token bucket. */
	throttle: { rate: number; burst: number };
	/** Functions of one listener that run at once: what its views' table and the account can carry. AWS allows 2 to 1000. */
	listenerConcurrency: number;
}

export const stages = {
	/** Cheap and easy to throw away. */
	dev: {
		name: "dev",
		protect: false,
		retain: false,
		emptyBuckets: true,
		recoveryDays: 1,
		keyRecoveryDays: 7,
		secretRecoveryDays: 0,
		logRetention: 7,
		throttle: { rate: 100, burst: 200 },
		listenerConcurrency: 5,
	},
	/** Nothing is lost by a mistake. */
	prod: {
		name: "prod",
		protect: true,
		retain: true,
		emptyBuckets: false,
		recoveryDays: 35,
		keyRecoveryDays: 30,
		secretRecoveryDays: 30,
		logRetention: 90,
		throttle: { rate: 1000, burst: 2000 },
		listenerConcurrency: 50,
	},
	/** Lives as long as a pull request, and leaves nothing behind. */
	preview: {
		name: "preview",
		protect: false,
		retain: false,
		emptyBuckets: true,
		recoveryDays: 0,
		keyRecoveryDays: 7,
		secretRecoveryDays: 0,
		logRetention: 1,
		throttle: { rate: 10, burst: 20 },
		listenerConcurrency: 2,
	},
} satisfies Record<string, StagePolicy>;
