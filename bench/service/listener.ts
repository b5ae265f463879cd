import type { Ports } from "../../runtime/core/ports";
import { listener } from "../../runtime/listener";
import { things } from "./contract";

export const listenerOf = (ports?: () => Ports) =>
	listener(
		things,
		{
			"thing-updated": ({ thing: { thingId, ...fields } }) => ({
				pk: thingId,
				sk: "thing",
				...fields,
			}),
		},
		ports,
	);

export const handler = listenerOf();
