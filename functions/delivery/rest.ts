import { rest } from "../../runtime/rest";
import { connector } from "./connector";
import { delivery } from "./contract";
import { Driver } from "./model";

export const handler = rest(delivery, (entities) => {
	const my = (subject: string) => new Driver(connector(entities), subject);
	return {
		"GET /orders": ({ subject, query }) => my(subject).openOrders(query.cursor),
		"PUT /orders/{orderId}/pick-up": ({ subject, path }) =>
			my(subject).pickUp(path.orderId),
		"PUT /orders/{orderId}/completion": ({ subject, path }) =>
			my(subject).complete(path.orderId),
		"GET /deliveries/{orderId}": ({ subject, path }) =>
			my(subject).delivery(path.orderId),
	};
});
