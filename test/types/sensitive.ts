import {
	type ConsumedBody,
	consumed,
	contract,
	type Fields,
	internal,
	materialized,
	produced,
	published,
	z,
} from "../../contracts";
import { same } from "./sample";

const guest = {
	name: z.string(),
	address: z.object({ street: z.string() }).optional(),
	stays: z.array(z.object({ wish: z.string().nullable() })),
};
const body = { guest: z.object(guest) };

// Marked fields keep their types, wherever they are.
const hotel = contract({
	name: "hotel",
	kind: "bff",
	owner: "tests",
	rows: {
		guest: published(guest, { sensitive: ["address", "stays[].wish"] }),
		view: materialized(guest, { expireAfter: 60, sensitive: ["name"] }),
		note: internal(guest, { sensitive: ["address.street"] }),
	},
	produces: {
		"guest-arrived": produced({
			from: "guest",
			on: ["created"],
			body,
			sensitive: [
				"guest.address.street",
				"guest.stays[].wish",
				"guest.stays[]",
			],
		}),
	},
	consumes: {
		"guest-left": consumed({ body, decrypts: ["guest.address"] }),
	},
});
type Hotel = typeof hotel;
same<Fields<Hotel, "guest">["address"], { street: string } | undefined>();
same<
	ConsumedBody<Hotel, "guest-left">["guest"]["stays"],
	{ wish: string | null }[]
>();

// @ts-expect-error the row has no such field
published(guest, { sensitive: ["street"] });

// @ts-expect-error a list's items are named with []
materialized(guest, { sensitive: ["stays.wish"] });

// @ts-expect-error only a view expires
published(guest, { expireAfter: 60 });

// @ts-expect-error a body's fields are under its entity's name
consumed({ body, decrypts: ["address"] });

produced({
	from: "guest",
	on: ["created"],
	body,
	// @ts-expect-error the body has no such field
	sensitive: ["guest.age"],
});
