/** Integer minor units. */
export interface Amount {
	amount: number;
	currency: string;
}

/** What the processor tells whoever asked it. */
export interface Notice {
	event: "authorized" | "declined" | "voided";
	orderId: string;
	amount: Amount;
}

/** One request to authorize. Two for the same order are two, as with a real one. */
export interface Payment {
	orderId: string;
	amount: Amount;
	state: "undecided" | "authorized" | "declined" | "void";
}

/** What became of an order's money. */
export interface OrderBook {
	/** Different requests to authorize it. */
	requests: number;
	/** Minor units that were authorized and voided again, all in all. */
	authorized: number;
	voided: number;
	declined: boolean;
	currency: string;
}

/** Of a void whose order nobody knows. */
const anyCurrency = "EUR";

/** The money of each order, by hard rules and without time: when something is decided is for others. */
export class Books {
	private readonly payments = new Map<string, Payment[]>();
	private readonly voids = new Map<string, number>();

	authorize(orderId: string, amount: Amount): Payment {
		// A void that came first has won.
		const state = this.voids.has(orderId) ? "void" : "undecided";
		const payment: Payment = { orderId, amount, state };
		this.payments.set(orderId, [...this.of(orderId), payment]);
		return payment;
	}

	/** Nothing where a void has won. */
	decide(payment: Payment): Notice | undefined {
		if (payment.state !== "undecided") return undefined;
		const { orderId, amount } = payment;
		// So that anybody can have one: 20.13.
		const event = amount.amount % 100 === 13 ? "declined" : "authorized";
		payment.state = event;
		return { event, orderId, amount };
	}

	/** Also of what is not decided yet, or not asked for: it is then never authorized. */
	void(orderId: string): Notice {
		let amount = this.voids.get(orderId) ?? 0;
		for (const payment of this.of(orderId)) {
			if (payment.state === "authorized") amount += payment.amount.amount;
			if (payment.state !== "declined") payment.state = "void";
		}
		this.voids.set(orderId, amount);
		const currency = this.currencyOf(orderId);
		return { event: "voided", orderId, amount: { amount, currency } };
	}

	/** By order. */
	all(): Record<string, OrderBook> {
		const orders = new Set([...this.payments.keys(), ...this.voids.keys()]);
		return Object.fromEntries(
			[...orders].map((orderId) => [orderId, this.book(orderId)]),
		);
	}

	private book(orderId: string): OrderBook {
		const payments = this.of(orderId);
		const voided = this.voids.get(orderId) ?? 0;
		const standing = payments
			.filter(({ state }) => state === "authorized")
			.reduce((sum, { amount }) => sum + amount.amount, 0);
		return {
			requests: payments.length,
			authorized: standing + voided,
			voided,
			declined: payments.some(({ state }) => state === "declined"),
			currency: this.currencyOf(orderId),
		};
	}

	private of(orderId: string): Payment[] {
		return this.payments.get(orderId) ?? [];
	}

	private currencyOf(orderId: string): string {
		return this.of(orderId)[0]?.amount.currency ?? anyCurrency;
	}
}
