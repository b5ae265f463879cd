import { strictEqual } from "node:assert";
import { dirname } from "node:path";
import { cases } from "./cases";
import { interleave, type Medians, namesOf, type Run } from "./interleave";
import { type Server, startServer } from "./server";
import { type Sent, sentBy, stubbed } from "./stub";
import { report, type Task } from "./task";

/** Medians of one batch, in ms. */
export interface Batches {
	sent: Record<string, Record<string, Sent>>;
	stubbed: BatchMedians;
	realSdk: BatchMedians;
}

type Cases = Omit<Awaited<ReturnType<typeof cases>>, "clients">;
type BatchMedians = {
	[Case in keyof Cases]: Medians<keyof Cases[Case] & string>;
};

report(async ({ root, effort }: Task): Promise<Batches> => {
	const { clients, ...all } = await cases(root);
	const sent: Batches["sent"] = {};
	for (const name of namesOf(all))
		sent[name] = await checked(name, clients, all[name]);

	const measure = async (
		rounds: number,
		warmup: number,
	): Promise<BatchMedians> => {
		// Several of one contender, so that each has its own garbage collected, as a function that is alone in its process has.
		const large = { rounds, warmup, batches: 5 };
		// As many records until the code is compiled.
		const small = { ...large, rounds: 2 * rounds, warmup: 10 * warmup };
		return {
			trigger: await interleave(all.trigger, large),
			listener10: await interleave(all.listener10, small),
			listener100: await interleave(all.listener100, large),
			listenerOneRow: await interleave(all.listenerOneRow, small),
		};
	};
	const server = await startServer(dirname(process.argv[1] ?? ""));
	process.env.AWS_ENDPOINT_URL = server.url;
	try {
		const withoutCalls = await stubbed(clients, () =>
			measure(100 * effort, 40),
		);
		for (const name of namesOf(all))
			await arrived(name, server, all[name], sent[name]);
		const withCalls = await measure(20 * effort, 4);
		return { sent, stubbed: withoutCalls, realSdk: withCalls };
	} finally {
		await server.stop();
	}
});

/** The server has got what each contender sends. */
async function arrived(
	name: string,
	server: Server,
	contenders: Record<string, Run>,
	sent: Record<string, Sent> = {},
): Promise<void> {
	for (const [contender, run] of Object.entries(contenders)) {
		await run();
		const calls = await server.served();
		strictEqual(calls, sent[contender]?.calls, `${name}: ${contender}: calls`);
	}
}

/** All contenders send the same, however they say it; but to one row the latest of several writes is enough. */
async function checked(
	name: string,
	clients: object[],
	contenders: Record<string, Run>,
): Promise<Record<string, Sent>> {
	const sent: Record<string, Sent> = {};
	for (const [contender, run] of Object.entries(contenders)) {
		const one = await sentBy(clients, run);
		sent[contender] = one;
		const first = Object.values(sent)[0];
		if (name === "listenerOneRow") continue;
		const title = `${name}: ${contender}`;
		strictEqual(one.calls, first?.calls, `${title}: number of calls`);
		strictEqual(one.digest, first?.digest, `${title}: what is sent`);
	}
	return sent;
}
