import { rest } from "bulkhead/runtime/rest";
import { connector } from "./connector";
import { loyalty } from "./contract";
import { Customer } from "./model";

export const handler = rest(loyalty, (entities) => {
	const my = (subject: string) => new Customer(connector(entities), subject);
	return {
		"PUT /orders/{orderId}/points": ({ subject, path }) =>
			my(subject).collect(path.orderId),
		"GET /points": ({ subject, query }) => my(subject).collected(query.cursor),
	};
});
