/**
 * What an environment means: protection, retention, limits. One policy per kind of environment; a stack says which one it
 * follows (`stage`), by default the one with its own name.
 */
export interface StagePolicy {
	name: string;
	/** Stateful resources refuse to be destroyed or replaced: by Pulumi, and by AWS where it can. */
	protect: boolean;
	/** Stateful resources that leave the program stay in the cloud. */
	retain: boolean;
	/** Point-in-time recovery of tables, in days; AWS allows 1 to 35. */
	recoveryDays: number;
	/** Days. */
	logRetention: number;
	/** Per API and region: requests per second, and how many at once above that. */
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
		recoveryDays: 1,
		logRetention: 7,
		throttle: { rate: 100, burst: 200 },
		listenerConcurrency: 5,
	},
	/** Nothing is lost by a mistake. */
	prod: {
		name: "prod",
		protect: true,
		retain: true,
		recoveryDays: 35,
		logRetention: 90,
		throttle: { rate: 1000, burst: 2000 },
		listenerConcurrency: 50,
	},
} satisfies Record<string, StagePolicy>;
