import {
	ListSchedulesCommand,
	SchedulerClient,
} from "@aws-sdk/client-scheduler";
import type { Clients } from "../../../local/resources/clients";

/** How many deadlines are still to come, in all regions; in the emulator's one page. */
export async function deadlinesAhead(
	clients: Clients,
	regions: readonly string[],
): Promise<number> {
	const counts = regions.map(async (region) => {
		const { Schedules = [] } = await clients
			.get(SchedulerClient, region)
			.send(new ListSchedulesCommand({ MaxResults: 100 }));
		// Jobs have the same group in their own service.
		return Schedules.filter(({ GroupName }) =>
			GroupName?.endsWith("-fulfillment"),
		).length;
	});
	return (await Promise.all(counts)).reduce((sum, n) => sum + n, 0);
}
