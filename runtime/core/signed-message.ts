import type { APIGatewayProxyEventV2 } from "aws-lambda";
import type { Contract } from "../../contracts/contract";
import { limits } from "../../contracts/limits";
import { BadRequest, Refusal, TooLarge, Unprocessable } from "../errors";
import { containerOf } from "./container";
import type { Ports } from "./ports";
import { isSigned, type SignedMessage } from "./signature";
import { InvalidData, parse } from "./validation";

/** Ms that the sender's clock and ours may be apart: an older message may be somebody's recording. */
const tolerance = 5 * 60_000;
const maxIdLength = 256;

/**
 * What came, once it is known who sent it. Nothing of the body is read before its signature has been checked, over the very
 * bytes that came.
 */
export async function readMessage(
	{ from, body: schema }: Contract["webhooks"][string],
	event: APIGatewayProxyEventV2,
	ports: Ports,
): Promise<{ id: string; timestamp: number; body: unknown }> {
	const body = bytesOf(event);
	const message = { ...readHeaders(event), body };
	await checkSignature(message, from, ports);
	const timestamp = Number(message.timestamp) * 1000;
	if (Math.abs(ports.now() - timestamp) > tolerance)
		throw new BadRequest(
			"webhook-timestamp is more than five minutes off: send it again with the time of sending.",
		);
	return { id: message.id, timestamp, body: readBody(schema, body) };
}

function bytesOf({ body = "", isBase64Encoded }: APIGatewayProxyEventV2) {
	const bytes = Buffer.from(body, isBase64Encoded ? "base64" : "utf8");
	if (bytes.length > limits.requestBodyBytes)
		throw new TooLarge(
			`The body is larger than ${limits.requestBodyBytes} bytes.`,
		);
	return bytes;
}

function readHeaders({
	headers,
}: APIGatewayProxyEventV2): Omit<SignedMessage, "body"> {
	const header = (name: string, valid: RegExp, what: string) => {
		const value = headers[name] ?? "";
		if (!valid.test(value)) throw new BadRequest(`${name} must be ${what}.`);
		return value;
	};
	return {
		id: header(
			"webhook-id",
			new RegExp(`^[\\x21-\\x7e]{1,${maxIdLength}}$`),
			`1 to ${maxIdLength} characters without spaces`,
		),
		timestamp: header(
			"webhook-timestamp",
			/^\d{1,12}$/,
			"the time of sending in whole seconds since 1970",
		),
		signature: header(
			"webhook-signature",
			/\S/,
			'a list of "v1,<base64>", separated by spaces',
		),
	};
}

async function checkSignature(
	message: SignedMessage,
	system: string,
	ports: Ports,
): Promise<void> {
	const id = ports.environment.webhookSecrets?.[system];
	if (!id)
		throw new Error(
			`The function's environment lacks ${system} in WEBHOOK_SECRETS: its component sets it.`,
		);
	const { secrets } = containerOf(ports);
	if (isSigned(message, await secrets.valid(id))) return;
	// The secret may have been changed since we read it.
	if (isSigned(message, await secrets.renewed(id))) return;
	throw new Refusal(
		401,
		"Unauthorized",
		"webhook-signature is none of ours: check the secret, and that the very bytes are signed that are sent.",
	);
}

function readBody(
	schema: Contract["webhooks"][string]["body"],
	bytes: Buffer,
): unknown {
	try {
		return parse(schema, JSON.parse(bytes.toString("utf8")), "body");
	} catch (error) {
		if (error instanceof InvalidData)
			throw new Unprocessable("The body is not valid.", error.errors);
		throw new Unprocessable("The body must be JSON.");
	}
}
