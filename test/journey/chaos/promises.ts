import { customerStatus, type Fate } from "./fate";
import type { Ending } from "./plan";

/** What a plan asks for. */
const accepts = (ending: Ending) => ending !== "never accepted";
const cancels = (ending: Ending) => ending.startsWith("cancelled");
const picksUp = (ending: Ending) =>
	ending === "picked up" || ending === "delivered";

/** What people were told and is not so, and what is so though nobody asked for it. */
export function brokenPromises(fate: Fate): string[] {
	const { order, orderId, accepted, cancelled, driver, delivery } = fate;
	const { told, plan } = order;
	const { ending } = plan;
	const says = (isWrong: boolean | undefined, what: string) =>
		isWrong ? [`${orderId} (${ending}, ${customerStatus(fate)}): ${what}`] : [];
	return [
		...says(told.accepted && !accepted, "its acceptance is lost"),
		...says(told.cancelled && !cancelled, "its cancellation is lost"),
		...says(
			told.driver !== driver,
			`${told.driver} was told to have it, ${driver} has it`,
		),
		...says(
			(told.delivered === true) !== (delivery === "completed"),
			`its delivery is ${delivery}`,
		),
		...says(accepted && !accepts(ending), "nobody was to accept it"),
		...says(cancelled && !cancels(ending), "nobody was to cancel it"),
		...says(
			cancelled && ending === "cancelled too late" && fate.ready,
			"it was cancelled after it was ready",
		),
		...says(delivery && !picksUp(ending), "nobody was to pick it up"),
		...says(
			fate.ready && ending === "delivered" && delivery !== "completed",
			"it was ready, and not delivered",
		),
		...says(
			fate.ready && ending === "picked up" && !delivery,
			"it was ready, and not picked up",
		),
	];
}
