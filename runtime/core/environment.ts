/** What the components tell a function; read once, when it is first asked for. */
export interface Environment {
	service: string;
	stage: string;
	region: string;
	functionName: string;
	/** The service's entities table. */
	table: string;
	/** The region that publishes rows without a stamp. */
	tableRegion: string;
	bus: string;
	/** PutEvents, bytes of a call: configurable downwards. */
	putEventsBytes?: number;
}

let known: Environment | undefined;

export function environment(): Environment {
	known ??= {
		service: required("SERVICE"),
		stage: required("STAGE"),
		region: required("AWS_REGION"),
		functionName: process.env.AWS_LAMBDA_FUNCTION_NAME ?? "local",
		table: required("TABLE_NAME"),
		tableRegion: required("TABLE_REGION"),
		bus: required("BUS_NAME"),
		...(process.env.PUT_EVENTS_BYTES && {
			putEventsBytes: Number(process.env.PUT_EVENTS_BYTES),
		}),
	};
	return known;
}

function required(name: string): string {
	const value = process.env[name];
	if (!value)
		throw new Error(
			`The function's environment lacks ${name}: its component sets it.`,
		);
	return value;
}
