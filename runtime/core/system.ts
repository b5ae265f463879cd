/** An external system, as a gateway's connector calls it. */
export interface System {
	/**
	 * Sends a request with the system's key, the intent's idempotency key, a timeout and few repetitions; resolves with the
	 * JSON of a 2xx (undefined where there is none). What it throws is for the runtime: whether the call is made again later
	 * or becomes a fault follows from it.
	 */
	send(request: SystemRequest): Promise<unknown>;
}

export interface SystemRequest {
	method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
	/** Behind the system's address, with a slash in front. */
	path: string;
	/** Sent as JSON. */
	body?: unknown;
}
