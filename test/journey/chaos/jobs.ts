import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { retryCalls } from "../../../contracts/schedule";
import type { Clients } from "../../../local/resources/clients";
import type { Counts } from "./counts";
import { pause } from "./pace";
import type { Queue } from "./queues";
import type { Random } from "./random";

/** The queues of the functions that run a service's jobs: one in each region. */
export const jobQueues = (queues: readonly Queue[]) =>
	queues.filter(({ reader }) => reader?.endsWith("-job"));

/** Has a job run, as its schedule does. */
export async function startJob(
	clients: Clients,
	{ region, url }: Queue,
	job: string,
	scheduledTime = new Date().toISOString(),
): Promise<void> {
	const MessageBody = JSON.stringify({ job, scheduledTime, delay: 0 });
	await clients
		.get(SQSClient, region)
		.send(new SendMessageCommand({ QueueUrl: url, MessageBody }));
}

/** Calls that failed are made again every few seconds, until it is over; their schedule comes each minute, too. */
export async function retrying(
	{
		clients,
		queues,
		counts,
	}: { clients: Clients; queues: readonly Queue[]; counts: Counts },
	random: Random,
	over: AbortSignal,
): Promise<void> {
	while (!over.aborted) {
		await pause(random.int(500, 5000), over);
		await startJob(clients, random.pick(jobQueues(queues)), retryCalls);
		counts.add("calls of the processor tried again");
	}
}
