import type { Ports } from "../../runtime/core/ports";
import { trigger } from "../../runtime/trigger";
import { things } from "./contract";

export const triggerOf = (ports?: () => Ports) =>
	trigger(
		things,
		{ "thing-updated": ({ row }) => ({ thing: { thingId: row.pk, ...row } }) },
		ports,
	);

export const handler = triggerOf();
