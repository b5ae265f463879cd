import { Refusal, TooManyRequests } from "../errors";
import { isThrottled } from "./retryable";

/** Problem Details for HTTP APIs. https://www.rfc-editor.org/rfc/rfc9457 */
export interface Problem {
	type: string;
	title: string;
	status: number;
	detail: string;
	/** The request's id: what to look for in the logs. */
	instance: string;
	errors?: readonly { path: string; message: string }[];
}

/** What the caller is told of an error: what can be mended by them; never a stack or a bug's message. */
export function problemOf(error: unknown, requestId: string): Problem {
	const known = refusalOf(error);
	return {
		type: "about:blank",
		title: known.title,
		status: known.status,
		detail: known.message,
		instance: `urn:request:${requestId}`,
		...(known.errors && { errors: known.errors }),
	};
}

function refusalOf(error: unknown): Refusal {
	if (error instanceof Refusal) return error;
	if (isThrottled(error))
		return new TooManyRequests("Too much at once: try again in a moment.");
	return new Refusal(
		500,
		"Internal Server Error",
		"Something went wrong on our side; the request's id finds it in the logs.",
	);
}
