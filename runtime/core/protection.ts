import type { Contract } from "../../contracts/contract";
import { mapAt } from "../../contracts/field-path";
import {
	type Protected,
	type Protection,
	protectionOf,
} from "../../contracts/protection";
import type { Environment } from "./environment";
import {
	type Cipher,
	type FieldContext,
	Unprotected,
} from "./protection-cipher";
import { kmsCipher } from "./protection-kms";
import { isRetryable } from "./retryable";
import type { Row } from "./rows";

interface World {
	environment: Pick<Environment, "service" | "protectionKey">;
	/** KMS where there is none. */
	cipher?: Cipher;
}

type Kind = Parameters<typeof protectionOf>[1];

/** Asked for with every event, and the same each time. */
const known = new WeakMap<Contract, Partial<Record<Kind, Protection>>>();

/** The fields that one function encrypts and decrypts; undefined where its contract marks none. */
export function protectionFor(
	contract: Contract,
	kind: Kind,
	{ environment, cipher }: World,
): FieldProtection | undefined {
	const ofContract = known.get(contract) ?? {};
	known.set(contract, ofContract);
	ofContract[kind] ??= protectionOf(contract, kind);
	const { encrypts, decrypts } = ofContract[kind];
	if (encrypts.length + decrypts.length === 0) return undefined;
	const make = async () => cipher ?? realCipher(environment.protectionKey);
	return new FieldProtection(environment.service, encrypts, decrypts, make);
}

/** By its contract's marks, the fields of events and rows on their way in and out. */
export class FieldProtection {
	constructor(
		private readonly service: string,
		private readonly encrypts: readonly Protected[],
		private readonly decrypts: readonly Protected[],
		private readonly cipher: () => Promise<Cipher>,
	) {}

	/** A copy whose sensitive fields are encrypted. */
	sealed<T extends object>(
		kind: "event" | "row",
		name: string,
		value: T,
	): Promise<T> {
		const fields = fieldsOf(this.encrypts, kind, name);
		return this.each(value, fields, { kind, name }, async (field, context) => {
			const text = JSON.stringify(field);
			return (await this.cipher()).encrypt(text, context);
		});
	}

	/**
	 * A copy whose sensitive fields can be read: those that this function's contract names; others stay as they are. `seen`
	 * collects what was opened.
	 */
	opened<T extends object>(
		kind: "event" | "row",
		name: string,
		value: T,
		{ source, seen }: { source?: string | undefined; seen?: unknown[] } = {},
	): Promise<T> {
		const fields = fieldsOf(this.decrypts, kind, name);
		const of = { kind, name, source };
		return this.each(value, fields, of, async (field, context) => {
			if (typeof field !== "string")
				throw new Unprotected("it is not encrypted");
			const text = await (await this.cipher()).decrypt(field, context);
			const plain = parsed(text);
			seen?.push(plain);
			return plain;
		});
	}

	/** Rows on their way to the table and back. */
	get rows(): RowProtection {
		return {
			sealed: (row) => this.sealed("row", row.discriminator, row),
			opened: (row) => this.opened("row", row.discriminator, row),
		};
	}

	private async each<T extends object>(
		value: T,
		fields: readonly string[],
		of: { kind: string; name: string; source?: string | undefined },
		change: (field: unknown, context: FieldContext) => Promise<unknown>,
	): Promise<T> {
		const { kind, name, source: service = this.service } = of;
		let result = value;
		for (const field of fields) {
			try {
				result = await mapAt(result, field, (one) =>
					change(one, { service, [kind]: name, field }),
				);
			} catch (error) {
				if (isRetryable(error)) throw error;
				const reason = error instanceof Error ? error.message : String(error);
				throw new Unprotected(`${field} of the ${kind} ${name}: ${reason}`);
			}
		}
		return result;
	}
}

/** What a store does with each row. */
export interface RowProtection {
	sealed(row: Row): Promise<Row>;
	opened(row: Row): Promise<Row>;
}

function fieldsOf(
	all: readonly Protected[],
	kind: "event" | "row",
	name: string,
): readonly string[] {
	return (
		all.find((one) => one.kind === kind && one.name === name)?.fields ?? []
	);
}

/** The error of JSON.parse would quote the text. */
function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		throw new Unprotected("it is no JSON");
	}
}

let real: Promise<Cipher> | undefined;

function realCipher(key: string | undefined): Promise<Cipher> {
	if (!key)
		throw new Error(
			"The function's environment lacks PROTECTION_KEY: its component sets it.",
		);
	real ??= kmsCipher({ key });
	return real;
}
