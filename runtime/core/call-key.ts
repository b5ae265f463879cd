import { hashId } from "./hash";
import type { Key } from "./rows";

/**
 * The idempotency key of an intent's call: the same whenever, wherever and however often it is made. It has no names but
 * permanent ones.
 */
export function callKey(service: string, rule: string, { pk, sk }: Key) {
	return hashId(service, rule, pk, sk);
}

/** Of the requests of one call: most have one. */
export function requestKey(call: string, place: number): string {
	return place === 0 ? call : hashId(call, String(place));
}
