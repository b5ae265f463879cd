import { Books, type Payment } from "../../../../local/processor/books";

const eur = (amount: number) => ({ amount, currency: "EUR" });

describe("an order's money", () => {
	let books: Books;
	beforeEach(() => {
		books = new Books();
	});
	const authorized = (orderId: string, amount: number): Payment => {
		const payment = books.authorize(orderId, eur(amount));
		books.decide(payment);
		return payment;
	};

	it("is authorized", () => {
		const payment = books.authorize("o", eur(1250));
		expect(books.decide(payment)).toEqual({
			event: "authorized",
			orderId: "o",
			amount: eur(1250),
		});
		expect(books.all()).toEqual({
			o: {
				requests: 1,
				authorized: 1250,
				voided: 0,
				declined: false,
				currency: "EUR",
			},
		});
	});

	it("is decided once", () => {
		expect(books.decide(authorized("o", 1))).toBeUndefined();
	});

	it.each([13, 2013])("of %i minor units is declined", (amount) => {
		const payment = books.authorize("o", eur(amount));
		expect(books.decide(payment)).toMatchObject({ event: "declined" });
		expect(books.all().o).toMatchObject({ authorized: 0, declined: true });
	});

	it("is counted as often as it was authorized", () => {
		authorized("o", 100);
		authorized("o", 100);
		expect(books.all().o).toMatchObject({ requests: 2, authorized: 200 });
	});

	it("is voided, once", () => {
		authorized("o", 100);
		const voided = { event: "voided", orderId: "o", amount: eur(100) };
		expect(books.void("o")).toEqual(voided);
		expect(books.void("o")).toEqual(voided);
		expect(books.all().o).toMatchObject({ authorized: 100, voided: 100 });
	});

	it.each<[string, () => Payment]>([
		[
			"while the authorization is undecided",
			() => {
				const payment = books.authorize("o", eur(100));
				books.void("o");
				return payment;
			},
		],
		[
			"before it is asked for",
			() => {
				books.void("o");
				return books.authorize("o", eur(100));
			},
		],
	])("that is voided %s is never authorized", (_, voided) => {
		expect(books.decide(voided())).toBeUndefined();
		expect(books.all().o).toMatchObject({
			requests: 1,
			authorized: 0,
			voided: 0,
		});
	});

	it.each(["declined", "unknown"])(
		"that is %s is voided to nothing",
		(what) => {
			if (what === "declined") authorized("o", 13);
			expect(books.void("o")).toMatchObject({
				event: "voided",
				amount: { amount: 0 },
			});
			expect(books.all().o).toMatchObject({
				authorized: 0,
				voided: 0,
				declined: what === "declined",
			});
		},
	);
});
