import { createHash } from "node:crypto";
import * as z from "zod";
import { Books, type Notice } from "./books";

const money = z.object({
	amount: z.int().min(0),
	currency: z.string().length(3),
});
const requests = {
	"/authorizations": z.object({ orderId: z.string().min(1), amount: money }),
	"/voids": z.object({ orderId: z.string().min(1) }),
};

export interface Asked {
	path: string;
	/** The two headers. */
	authorization: string | undefined;
	idempotencyKey: string | undefined;
	body: string;
}

export interface Answer {
	status: number;
	/** What is to be decided, where something new was asked for. */
	decide?: () => { id: string; notice: Notice } | undefined;
}

/** Takes requests: each key once, and only from whoever has the secret. */
export class Desk {
	readonly books = new Books();
	/** Whoever shows one of these is let in; without any, nobody. */
	keys: readonly string[] = [];
	private readonly taken = new Map<string, string>();

	ask({ path, authorization, idempotencyKey, body }: Asked): Answer {
		if (!this.keys.some((key) => authorization === `Bearer ${key}`))
			return { status: 401 };
		if (!idempotencyKey) return { status: 400 };
		const before = this.taken.get(idempotencyKey);
		if (before !== undefined)
			return { status: before === `${path} ${body}` ? 202 : 422 };
		const decide = this.decision(path, idempotencyKey, parsed(body));
		if (!decide) return { status: path in requests ? 400 : 404 };
		this.taken.set(idempotencyKey, `${path} ${body}`);
		return { status: 202, decide };
	}

	private decision(path: string, key: string, json: unknown): Answer["decide"] {
		const told = (notice: Notice | undefined) =>
			notice && { id: noticeId(key), notice };
		if (path === "/authorizations") {
			const { data } = requests[path].safeParse(json);
			if (!data) return undefined;
			const payment = this.books.authorize(data.orderId, data.amount);
			return () => told(this.books.decide(payment));
		}
		if (path === "/voids") {
			const { data } = requests[path].safeParse(json);
			if (!data) return undefined;
			// It wins at once; that it did is told later.
			const notice = this.books.void(data.orderId);
			return () => told(notice);
		}
		return undefined;
	}
}

/** The same for the same request. */
function noticeId(key: string): string {
	return `msg_${createHash("sha256").update(key).digest("hex").slice(0, 32)}`;
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
