import { webhook } from "../../runtime/webhook";
import { keys } from "./connector";
import { payment } from "./contract";

export const handler = webhook(payment, {
	"POST /webhooks/processor": ({ body: { event, orderId, amount } }) => {
		switch (event) {
			case "authorized":
				return { name: event, row: { ...keys.authorized(orderId), amount } };
			case "declined":
				return { name: event, row: keys.declined(orderId) };
			case "voided":
				return { name: event, row: { ...keys.voided(orderId), amount } };
		}
	},
});
