import { rest } from "../../runtime/rest";
import { connector } from "./connector";
import { customer } from "./contract";
import { Customer } from "./model";

export const handler = rest(customer, (entities) => {
	const my = (subject: string) => new Customer(connector(entities), subject);
	return {
		"GET /restaurants/{restaurantId}/menu": ({ subject, path, query }) =>
			my(subject).menu(path.restaurantId, query.cursor),
		"POST /orders": ({ subject, body, newId }) =>
			my(subject).submit(body, { orderId: newId(), now: new Date() }),
		"GET /orders": ({ subject, query }) => my(subject).orders(query.cursor),
		"GET /orders/{orderId}": ({ subject, path }) =>
			my(subject).order(path.orderId),
		"PUT /orders/{orderId}/cancellation": ({ subject, path }) =>
			my(subject).cancel(path.orderId),
	};
});
