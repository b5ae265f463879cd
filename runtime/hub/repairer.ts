import { contract } from "../../contracts";
import { trigger } from "../trigger";

const nothing = contract({
	name: "repairer",
	kind: "control",
	owner: "platform",
	rows: {},
});

/** The trigger of a service that produces no events: it only writes back views that replication has set back. */
export const handler = trigger(nothing, {});
