import { payment } from "../../functions/payment/contract";
import type { Platform } from "../../local/platform";
import { clientOf } from "../../local/processor/client";
import { signedHeaders } from "../../local/processor/deliveries";
import { settingsOf } from "../../local/resources/clients";
import type { Regions } from "./journey";
import { expectEqual, type Steps } from "./steps";
import { tapBus } from "./tap";

/** The webhook as anybody on the internet may call it. */
export async function webhooks(
	platform: Platform,
	{ here, there }: Regions,
	steps: Steps,
): Promise<void> {
	const { endpoint, outputs } = platform;
	const { secret } = await clientOf(payment, platform);
	const tap = await tapBus(settingsOf(endpoint, here), outputs.buses[here], [
		"payment-declined",
	]);
	const body = (orderId: string, more: object = {}) =>
		JSON.stringify({
			event: "declined",
			orderId,
			amount: { amount: 100, currency: "EUR" },
			...more,
		});
	const send = async (
		text: string,
		{
			id = "msg-smoke",
			seconds = Math.floor(Date.now() / 1000),
			key = secret,
			region = here,
		} = {},
	) => {
		const url = `${outputs.apis.payment?.[region]}/webhooks/processor`;
		const response = await fetch(url, {
			method: "POST",
			headers: signedHeaders(key, { id, body: text, seconds }),
			body: text,
		});
		await response.text();
		return response.status;
	};

	await steps.step(
		"a webhook that is repeated, in either region, is one event",
		async () => {
			const text = body("repeated");
			const statuses = [
				await send(text),
				await send(text),
				await send(text, { region: there }),
			];
			expectEqual(statuses, [204, 204, 204], "the statuses");
			const heard = await heardOf(tap, "repeated");
			expectEqual(heard, 1, "the events");
		},
	);
	await steps.step(
		"one that is forged, late, huge or nonsense is refused, and nothing comes of it",
		async () => {
			const id = "msg-refused";
			const old = Math.floor(Date.now() / 1000) - 3600;
			const forger = `whsec_${Buffer.from("forged").toString("base64")}`;
			const statuses = {
				forged: await send(body("forged"), { id, key: forger }),
				late: await send(body("late"), { id, seconds: old }),
				huge: await send(body("huge", { padding: "x".repeat(300_000) }), {
					id,
				}),
				nonsense: await send(body("nonsense", { event: "stolen" }), { id }),
			};
			expectEqual(
				statuses,
				{ forged: 401, late: 400, huge: 413, nonsense: 422 },
				"the statuses",
			);
			for (const orderId of Object.keys(statuses))
				expectEqual(await heardOf(tap, orderId), 0, `the events of ${orderId}`);
		},
	);
}

/** How many of the events that come within a second are of the order. */
async function heardOf(
	{ some }: Awaited<ReturnType<typeof tapBus>>,
	orderId: string,
): Promise<number> {
	let heard = 0;
	for (let texts = await some(); texts.length > 0; texts = await some())
		heard += texts.filter((text) => text.includes(`"${orderId}"`)).length;
	return heard;
}
