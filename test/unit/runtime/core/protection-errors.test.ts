import { inspect } from "node:util";
import { z } from "../../../../contracts";
import { discreetly } from "../../../../runtime/core/protection-errors";
import { isRetryable } from "../../../../runtime/core/retryable";
import { parse } from "../../../../runtime/core/validation";
import { Retryable } from "../../../../runtime/errors";

const values = [
	"555-1234",
	"Hidden Lane 7, second floor",
	'say "Hidden"\nLane',
	"2026-11-25",
	"(a[b]{c}|d$e^f.g*h+i?j\\k/l)",
	"    at Hidden (7:7)",
];

/** What is left to be read of an error, wherever it is looked for. */
function caught(value: unknown, run: () => unknown): unknown {
	try {
		discreetly([value], run);
	} catch (error) {
		return error;
	}
	throw new Error("nothing was thrown");
}

const said = (error: unknown) =>
	[
		inspect(error, { depth: null, showHidden: true }),
		String(error),
		JSON.stringify(error),
	].join("\n");

const ways: Record<string, (value: string) => unknown> = {
	"quotes the value": (value) => {
		throw new Error(`no such place: ${value}`);
	},
	"throws the value itself": (value) => {
		throw value;
	},
	"throws an object that has it": (value) => {
		throw { value };
	},
	"has it parsed, which quotes its beginning": (value) => JSON.parse(value),
	"quotes it as JSON": (value) => {
		throw new Error(JSON.stringify({ value }));
	},
	"has it as its name": (value) => {
		throw Object.assign(new Error("x"), { name: value });
	},
	"has it as its cause": (value) => {
		throw new Error("x", { cause: { value } });
	},
	"has it among its errors": (value) => {
		throw new AggregateError([new Error(value)], "x");
	},
};

describe.each(Object.entries(ways))("an error that %s", (_, way) => {
	it.each(values)("says nothing of %j", (value) => {
		const text = said(caught(value, () => way(value)));
		for (const piece of ["555", "Hidden", "2026-11", "a[b]"])
			if (value.includes(piece)) expect(text).not.toContain(piece);
		expect(text).toContain("withheld");
	});
});

test("what it says of the place is kept", () => {
	const error = caught("Hidden", () => {
		throw new TypeError("Hidden");
	});
	expect(error).toBeInstanceOf(TypeError);
	expect(said(error)).toContain("protection-errors.test.ts");
});

test("a schema's refusal names the field, without the value", () => {
	const schema = z.object({ guest: z.object({ phone: z.string().max(3) }) });
	const error = caught("555-1234", () =>
		parse(schema, { guest: { phone: "555-1234" } }, "the event"),
	);
	expect(said(error)).toContain("guest.phone");
	expect(said(error)).not.toContain("555");
});

test("its class still decides what becomes of it", () => {
	const error = caught("Hidden", () => {
		throw new Retryable("Hidden");
	});
	expect(isRetryable(error)).toBe(true);
});

test("where nothing was read, an error is left as it is", () => {
	const error = new Error("a bug");
	expect(() =>
		discreetly([], () => {
			throw error;
		}),
	).toThrow(error);
	expect(error.message).toBe("a bug");
});
