import { type JobPage, job } from "../../runtime/job";
import { calls, dayOf, keys, sales } from "./connector";
import { type PaymentContract, payment, type Settlement } from "./contract";
import { settle } from "./model";

/** Where the next page of a day's sales starts, and the settlement that may go on there. */
interface State {
	cursor: string;
	open: Settlement | undefined;
}

export const handler = job(
	payment,
	{
		settle: async ({
			period,
			state,
			entities,
		}: JobPage<PaymentContract, State>) => {
			const day = dayOf(period.from);
			const page = await sales(entities, day, state?.cursor);
			const { cursor } = page;
			const { settlements, open } = settle(day, page.items, {
				open: state?.open,
				isLast: cursor === undefined,
			});
			const rows = settlements.map((settlement) => {
				const { restaurantId, total } = settlement;
				const key = { restaurantId, day, currency: total.currency };
				return {
					name: "settlement" as const,
					row: { ...keys.settlement(key), ...settlement },
				};
			});
			return {
				rows,
				state: cursor === undefined ? undefined : { cursor, open },
			};
		},
	},
	{ calls },
);
