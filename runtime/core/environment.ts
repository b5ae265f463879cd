/** What the components tell a function that publishes. */
export interface PublisherEnvironment {
	service: string;
	stage: string;
	region: string;
	functionName: string;
	bus: string;
	/** Where the content of events goes that are too large for the bus. */
	claimsBucket: string;
	/** PutEvents, bytes of a call: configurable downwards. */
	putEventsBytes?: number;
}

/** What they tell a service's function. */
export interface Environment extends PublisherEnvironment {
	/** The service's entities table. */
	table: string;
	/** The region that publishes rows without a stamp. */
	tableRegion: string;
	/** Rules that are switched off: their events are skipped, and stay in the archive. */
	disabledRules?: readonly string[];
	/** The ARN of the key under which sensitive fields are; only where the contract has any. */
	protectionKey?: string;
	/** Where schedules for deadlines go; only where a rule has one. */
	deadlines?: {
		group: string;
		role: string;
		queue: string;
		deadLetters: string;
	};
	/** Deadlines that are other than the contract's, in seconds, by rule. */
	deadlineSeconds?: Readonly<Record<string, number>>;
	/** Where the external systems are, and the id of the secret that each wants to see. */
	systems?: Readonly<Record<string, { url: string; secret: string }>>;
	/** The ids of the secrets by which they sign what they send. */
	webhookSecrets?: Readonly<Record<string, string>>;
}

let known: Environment | undefined;

/** Read once, when it is first asked for. */
export function environment(): Environment {
	known ??= {
		...publisherEnvironment(),
		table: required("TABLE_NAME"),
		tableRegion: required("TABLE_REGION"),
		...(process.env.DISABLED_RULES && {
			disabledRules: process.env.DISABLED_RULES.split(","),
		}),
		...(process.env.PROTECTION_KEY && {
			protectionKey: process.env.PROTECTION_KEY,
		}),
		...(process.env.SYSTEMS && { systems: JSON.parse(process.env.SYSTEMS) }),
		...(process.env.WEBHOOK_SECRETS && {
			webhookSecrets: JSON.parse(process.env.WEBHOOK_SECRETS),
		}),
		...(process.env.DEADLINES && {
			deadlines: JSON.parse(process.env.DEADLINES),
		}),
		...(process.env.DEADLINE_SECONDS && {
			deadlineSeconds: JSON.parse(process.env.DEADLINE_SECONDS),
		}),
	};
	return known;
}

export function publisherEnvironment(): PublisherEnvironment {
	return {
		service: required("SERVICE"),
		stage: required("STAGE"),
		region: required("AWS_REGION"),
		functionName: process.env.AWS_LAMBDA_FUNCTION_NAME ?? "local",
		bus: required("BUS_NAME"),
		claimsBucket: required("CLAIMS_BUCKET"),
		...(process.env.PUT_EVENTS_BYTES && {
			putEventsBytes: Number(process.env.PUT_EVENTS_BYTES),
		}),
	};
}

function required(name: string): string {
	const value = process.env[name];
	if (!value)
		throw new Error(
			`The function's environment lacks ${name}: its component sets it.`,
		);
	return value;
}
