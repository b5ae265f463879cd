import { rest } from "../../runtime/rest";
import { connector } from "./connector";
import { restaurant } from "./contract";
import { Restaurant } from "./model";

export const handler = rest(restaurant, (entities) => {
	const my = (subject: string) => new Restaurant(connector(entities), subject);
	return {
		"PUT /menu-items/{itemId}": ({ subject, path, body }) =>
			my(subject).putMenuItem(path.itemId, body),
		"GET /menu-items/{itemId}": ({ subject, path }) =>
			my(subject).menuItem(path.itemId),
		"GET /menu-items": ({ subject, query }) => my(subject).menu(query.cursor),
		"DELETE /menu-items/{itemId}": ({ subject, path }) =>
			my(subject).removeMenuItem(path.itemId),
		"GET /orders": ({ subject, query }) => my(subject).orders(query.cursor),
		"GET /orders/{orderId}": ({ subject, path }) =>
			my(subject).order(path.orderId),
		"PUT /orders/{orderId}/acceptance": ({ subject, path }) =>
			my(subject).accept(path.orderId),
		"GET /settlements": ({ subject, query }) =>
			my(subject).settlements(query.cursor),
	};
});
