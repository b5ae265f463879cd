import { trigger } from "../../runtime/trigger";
import { payment } from "./contract";

export const handler = trigger(payment, {
	"payment-authorized": ({ row: { pk, amount } }) => ({
		payment: { orderId: pk, amount },
	}),
	"payment-declined": ({ row: { pk } }) => ({ payment: { orderId: pk } }),
	"payment-voided": ({ row: { pk, amount } }) => ({
		payment: { orderId: pk, amount },
	}),
	"settlement-issued": ({ row }) => ({ settlement: row }),
});
