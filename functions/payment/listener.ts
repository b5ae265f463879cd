import { listener } from "../../runtime/listener";
import { calls, dayOf, keys, saleData } from "./connector";
import { payment } from "./contract";

export const handler = listener(
	payment,
	{
		authorize: ({ order: { orderId, total } }) => ({
			...keys.authorization(orderId),
			amount: total,
		}),
		void: ({ payment: { orderId } }) => keys.void(orderId),
		"keep-sales": ({ timestamp, order: { orderId, ...sale } }) => ({
			...keys.sale(orderId),
			data: saleData(dayOf(timestamp), sale),
			...sale,
		}),
	},
	{ calls },
);
