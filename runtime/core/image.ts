import type { AttributeValue as SdkValue } from "@aws-sdk/client-dynamodb";
import { convertToNative } from "@aws-sdk/util-dynamodb";
import type { AttributeValue } from "aws-lambda";

/**
 * An image of a stream record as plain values. The SDK converts anything, and so the rare kinds here, but it takes twice the
 * time for the common ones, and a trigger does little else.
 */
export function plain(image: {
	readonly [name: string]: AttributeValue;
}): Record<string, unknown> {
	const row: Record<string, unknown> = {};
	for (const [name, value] of Object.entries(image))
		row[name] = plainValue(value);
	return row;
}

function plainValue(value: AttributeValue): unknown {
	if (value.S !== undefined) return value.S;
	if (value.M) return plain(value.M);
	if (value.L) return value.L.map(plainValue);
	if (value.BOOL !== undefined) return value.BOOL;
	const number = Number(value.N);
	if (Math.abs(number) <= Number.MAX_SAFE_INTEGER) return number;
	// The types of the event and of the SDK describe the same JSON.
	return convertToNative(value as SdkValue);
}
