import type { AttributeValue } from "@aws-sdk/client-dynamodb";

export type Item = Record<string, AttributeValue>;
type Operand = (item: Item) => AttributeValue | undefined;
export type Condition = (item: Item) => boolean;

export interface Substitutes {
	ExpressionAttributeNames?: Record<string, string>;
	ExpressionAttributeValues?: Item;
}

/** What DynamoDB refuses before it looks at any row. */
export class Invalid extends Error {}

/**
 * The part of DynamoDB's expressions that the runtime uses, by recursive descent.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.OperatorsAndFunctions.html
 */
export class Expressions {
	private readonly unused: Set<string>;
	private tokens: string[] = [];

	constructor(private readonly given: Substitutes) {
		for (const [name, map] of Object.entries(given))
			if (map && Object.keys(map).length === 0)
				throw new Invalid(`${name} must not be empty`);
		this.unused = new Set([
			...Object.keys(given.ExpressionAttributeNames ?? {}),
			...Object.keys(given.ExpressionAttributeValues ?? {}),
		]);
	}

	condition(text: string | undefined): Condition {
		if (text === undefined) return () => true;
		this.read(text);
		const condition = this.or();
		this.end();
		return condition;
	}

	/** `SET a = b, …  ADD c d, …` as what it makes of an item. */
	update(text: string): (item: Item) => Item {
		this.read(text);
		const steps: ((old: Item, item: Item) => void)[] = [];
		while (this.tokens.length > 0) {
			const clause = this.take();
			do {
				const name = this.name(this.take());
				if (clause === "SET") this.expect("=");
				const value = this.operand();
				steps.push((old, item) => {
					const next = value(old);
					const sum = clause === "ADD" ? added(old[name], next) : next;
					if (sum) item[name] = sum;
				});
			} while (this.skip(","));
		}
		this.end();
		return (old) => {
			const item = { ...old };
			for (const step of steps) step(old, item);
			return item;
		};
	}

	/** DynamoDB refuses names and values that no expression uses. */
	finish(): void {
		if (this.unused.size > 0)
			throw new Invalid(`unused in expressions: ${[...this.unused].join()}`);
	}

	private read(text: string) {
		this.tokens = text.match(/<>|<=|>=|[=<>(),]|[#:]?\w+/g) ?? [];
	}

	private or(): Condition {
		const left = this.and();
		if (!this.skip("OR")) return left;
		const right = this.or();
		return (item) => left(item) || right(item);
	}

	private and(): Condition {
		const left = this.primary();
		if (!this.skip("AND")) return left;
		const right = this.and();
		return (item) => left(item) && right(item);
	}

	private primary(): Condition {
		if (this.skip("NOT")) {
			const inner = this.primary();
			return (item) => !inner(item);
		}
		if (this.skip("(")) {
			const inner = this.or();
			this.expect(")");
			return inner;
		}
		const test = functions[this.tokens[0] ?? ""];
		if (!test) {
			const left = this.operand();
			const operator = this.take();
			const right = this.operand();
			return (item) => compare(operator, left(item), right(item));
		}
		this.take();
		this.expect("(");
		const left = this.operand();
		const right = this.skip(",") ? this.operand() : undefined;
		this.expect(")");
		return (item) => test(left(item), right?.(item));
	}

	private operand(): Operand {
		const token = this.take();
		if (token === "if_not_exists") {
			this.expect("(");
			const first = this.operand();
			this.expect(",");
			const second = this.operand();
			this.expect(")");
			return (item) => first(item) ?? second(item);
		}
		if (!token.startsWith(":")) {
			const name = this.name(token);
			return (item) => item[name];
		}
		const value = this.given.ExpressionAttributeValues?.[token];
		if (!value) throw new Invalid(`${token} is not defined`);
		this.unused.delete(token);
		return () => value;
	}

	private name(token: string): string {
		if (!token.startsWith("#")) return token;
		const name = this.given.ExpressionAttributeNames?.[token];
		if (!name) throw new Invalid(`${token} is not defined`);
		this.unused.delete(token);
		return name;
	}

	private take(): string {
		const token = this.tokens.shift();
		if (token === undefined) throw new Invalid("the expression ends early");
		return token;
	}

	private skip(token: string): boolean {
		const is = this.tokens[0] === token;
		if (is) this.tokens.shift();
		return is;
	}

	private expect(token: string): void {
		if (!this.skip(token))
			throw new Invalid(`expected ${token}, not ${this.tokens[0]}`);
	}

	private end(): void {
		if (this.tokens.length > 0) throw new Invalid(`at ${this.tokens[0]}`);
	}
}

type Value = AttributeValue | undefined;

const functions: Record<string, (left: Value, right: Value) => boolean> = {
	attribute_exists: (left) => left !== undefined,
	attribute_not_exists: (left) => left === undefined,
	begins_with: (left, right) => (left?.S ?? "").startsWith(right?.S ?? ""),
	contains: (left, right) => (left?.SS ?? []).includes(right?.S ?? ""),
};

function compare(operator: string, left: Value, right: Value): boolean {
	if (!left || !right) return operator === "<>";
	const sameType = Object.keys(left)[0] === Object.keys(right)[0];
	if (!sameType) return operator === "<>";
	const order = inOrder(left, right);
	switch (operator) {
		case "=":
			return order === 0;
		case "<>":
			return order !== 0;
		case "<":
			return order < 0;
		default:
			throw new Invalid(`the fake knows no ${operator}`);
	}
}

/** Strings by their bytes, numbers by their value. */
export function inOrder(left: Value, right: Value): number {
	if (left?.N !== undefined) return Number(left.N) - Number(right?.N);
	return Buffer.compare(
		Buffer.from(left?.S ?? ""),
		Buffer.from(right?.S ?? ""),
	);
}

function added(old: Value, value: Value): Value {
	if (value?.SS) return { SS: [...new Set([...(old?.SS ?? []), ...value.SS])] };
	return { N: String(Number(old?.N ?? 0) + Number(value?.N)) };
}
