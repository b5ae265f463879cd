import { strictEqual } from "node:assert";
import { cases } from "./cases";
import { interleave, type Medians, namesOf, type Run } from "./interleave";
import { startServer } from "./server";
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

	const measure = async (rounds: number): Promise<BatchMedians> => ({
		trigger: await interleave(all.trigger, { rounds }),
		listener10: await interleave(all.listener10, { rounds, batches: 5 }),
		listener100: await interleave(all.listener100, { rounds }),
		listenerOneRow: await interleave(all.listenerOneRow, {
			rounds,
			batches: 5,
		}),
	});
	const server = await startServer();
	try {
		return {
			sent,
			stubbed: await stubbed(clients, () => measure(200 * effort)),
			realSdk: await measure(60 * effort),
		};
	} finally {
		await server.stop();
	}
});

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
