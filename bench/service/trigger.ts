import { trigger } from "../../runtime/trigger";
import { things } from "./contract";

export const handler = trigger(things, {
	"thing-updated": ({ row }) => ({ thing: { thingId: row.pk, ...row } }),
});
