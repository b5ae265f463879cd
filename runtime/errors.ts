/** An answer that the model or the runtime gives on purpose; `rest` turns it into problem+json, a listener into a fault. */
export class Refusal extends Error {
	// Names are literals: a bundle's classes are renamed.
	override name = "Refusal";

	constructor(
		readonly status: number,
		readonly title: string,
		detail: string,
		/** What is wrong with which part of the input. */
		readonly errors?: readonly { path: string; message: string }[],
	) {
		super(detail);
	}
}

export class BadRequest extends Refusal {
	override name = "BadRequest";

	constructor(
		detail: string,
		errors?: readonly { path: string; message: string }[],
	) {
		super(400, "Bad Request", detail, errors);
	}
}

export class Forbidden extends Refusal {
	override name = "Forbidden";

	constructor(detail: string) {
		super(403, "Forbidden", detail);
	}
}

export class NotFound extends Refusal {
	override name = "NotFound";

	constructor(detail: string) {
		super(404, "Not Found", detail);
	}
}

/** The state does not allow it, or somebody else was faster. */
export class Conflict extends Refusal {
	override name = "Conflict";

	constructor(detail: string) {
		super(409, "Conflict", detail);
	}
}

export class TooLarge extends Refusal {
	override name = "TooLarge";

	constructor(detail: string) {
		super(413, "Content Too Large", detail);
	}
}

/** Well-formed, and the model refuses it. */
export class Unprocessable extends Refusal {
	override name = "Unprocessable";

	constructor(
		detail: string,
		errors?: readonly { path: string; message: string }[],
	) {
		super(422, "Unprocessable Content", detail, errors);
	}
}

export class TooManyRequests extends Refusal {
	override name = "TooManyRequests";

	constructor(detail: string) {
		super(429, "Too Many Requests", detail);
	}
}

/** For a connector: the same may succeed later. Queue and stream try it again. */
export class Retryable extends Error {
	override name = "Retryable";
}

/** The external system has answered, and the same request would get the same answer. A connector may know better. */
export class CallRefused extends Error {
	override name = "CallRefused";

	constructor(
		system: string,
		/** Of the answer. */
		readonly status: number,
	) {
		super(`${system} refused the call: ${status}`);
	}
}
