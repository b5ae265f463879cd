import { listener } from "../../runtime/listener";
import { things } from "./contract";

export const handler = listener(things, {
	"thing-updated": ({ thing: { thingId, ...fields } }) => ({
		pk: thingId,
		sk: "thing",
		...fields,
	}),
});
