import { inspect } from "node:util";
import { marshall } from "@aws-sdk/util-dynamodb";
import fc from "fast-check";
import {
	consumed,
	contract,
	materialized,
	produced,
	published,
	route,
	z,
} from "../../../contracts";
import { InvalidData } from "../../../runtime/core/validation";
import { listener } from "../../../runtime/listener";
import { rest } from "../../../runtime/rest";
import { trigger } from "../../../runtime/trigger";
import {
	envelope,
	httpEvent,
	lambdaContext,
	message,
	noon,
	streamRecord,
} from "../../../testkit/records";
import { clearTelemetry, logged } from "../../../testkit/telemetry";
import { keyIn } from "./world/fake-kms";
import { runs } from "./world/runs";
import { world } from "./world/world";

jest.mock("../../../runtime/core/telemetry", () =>
	jest.requireActual("../../../testkit/telemetry"),
);
beforeEach(clearTelemetry);

const guest = {
	name: z.string(),
	address: z.object({ street: z.string(), floor: z.int().optional() }),
	stays: z.array(z.object({ room: z.string(), wish: z.string().optional() })),
};
const sensitive = ["address", "stays[].wish"] as const;

/** Guests check in with an address; what the kitchen hears of it is encrypted. */
const hotel = contract({
	name: "hotel",
	kind: "bff",
	owner: "hotels",
	rows: { guest: published(guest, { sensitive }) },
	produces: {
		"guest-arrived": produced({
			from: "guest",
			on: ["created", "updated"],
			body: { guest: z.object(guest) },
			sensitive: ["guest.address", "guest.stays[].wish"],
		}),
		"guest-counted": produced({
			from: "guest",
			on: ["created"],
			body: { guest: z.object({ name: z.string() }) },
		}),
	},
	api: {
		"POST /guests": route({
			summary: "Check in",
			scopes: ["shop:use"],
			body: z.object(guest),
			response: z.object(guest),
		}),
		"PUT /guests": route({
			summary: "Change the name",
			scopes: ["shop:use"],
			body: z.object({ name: z.string() }),
			response: z.object(guest),
		}),
	},
});

const kitchen = contract({
	name: "kitchen",
	kind: "bff",
	owner: "kitchens",
	rows: {
		wish: materialized(
			{ street: z.string(), wishes: z.array(z.string()) },
			{ sensitive: ["street", "wishes[]"] },
		),
		name: materialized({ name: z.string() }),
	},
	consumes: {
		"guest-arrived": consumed({
			body: {
				guest: z.object({
					name: z.string(),
					address: guest.address,
					stays: guest.stays,
				}),
			},
			decrypts: ["guest.address", "guest.stays[].wish"],
		}),
	},
	rules: {
		"keep-wishes": { on: ["guest-arrived"], materializes: "wish" },
	},
});

const anna = {
	name: "Anna",
	address: { street: "Hidden Lane 7", floor: 31337 },
	stays: [{ room: "12", wish: "no peanuts" }, { room: "14" }],
};
const secrets = ["Hidden Lane 7", "31337", "no peanuts"];
const key = { pk: "guest-1", sk: "guest" };

function shows(what: unknown): string[] {
	// With the messages of errors, which JSON leaves out.
	const text = inspect(what, { depth: null });
	return secrets.filter((secret) => text.includes(secret));
}

function hotelWorld(options: Parameters<typeof world>[0] = {}) {
	const environment = { service: "hotel", ...options.environment };
	const all = world({ ...options, environment });
	const api = rest(
		hotel,
		(entities) => ({
			"POST /guests": async ({ body }) =>
				entities.create("guest", { ...key, ...body }),
			"PUT /guests": async ({ body }) => {
				const row = await entities.update("guest", key, (current) =>
					current ? { ...current, ...body } : undefined,
				);
				return row ?? anna;
			},
		}),
		all.ports,
	);
	const publish = trigger(
		hotel,
		{
			"guest-arrived": ({ row }) => ({ guest: row }),
			"guest-counted": ({ row }) => ({ guest: row }),
		},
		all.ports,
	);
	return {
		...all,
		/** What comes back, and the table's row as it is stored. */
		async checkIn(headers: Record<string, string> = {}) {
			const event = httpEvent("POST /guests", { body: anna, headers });
			const { statusCode, body = "" } = await api(event);
			return { statusCode, body: JSON.parse(body) };
		},
		rename: async (name: string) =>
			api(httpEvent("PUT /guests", { body: { name } })),
		stored: () => all.table.rows().find((row) => row.sk === "guest"),
		publish: () =>
			publish(
				{ Records: all.table.writes.splice(0).map(streamRecord) },
				lambdaContext(),
			),
		events: () => all.bus.ofType("guest-arrived"),
		faults: () => all.bus.ofType("fault"),
	};
}

type Handler = Parameters<typeof listener<typeof kitchen>>[1]["keep-wishes"];

const keepWishes: Handler = ({ guest: { name, address, stays } }) => ({
	pk: name,
	sk: "wish",
	street: address.street,
	wishes: stays.flatMap(({ wish }) => wish ?? []),
});

function kitchenWorld(
	options: Parameters<typeof world>[0] = {},
	handler: Handler = keepWishes,
) {
	const environment = { service: "kitchen" };
	const all = world({ ...options, environment });
	const receive = listener(
		kitchen,
		{ "keep-wishes": handler },
		{ ports: all.ports },
	);
	return {
		...all,
		hear: (event: object) =>
			receive({ Records: [message(event)] }, lambdaContext()),
		faults: () => all.bus.ofType("fault"),
	};
}

/** An event as the hotel published it. */
async function arrival(options: Parameters<typeof world>[0] = {}) {
	const hotel = hotelWorld(options);
	await hotel.checkIn();
	await hotel.publish();
	const [event] = hotel.events();
	if (!event) throw new Error("nothing was published");
	return { event, kms: hotel.kms };
}

describe("a row's sensitive fields", () => {
	it("are encrypted in the table, and as they are for the service's own code", async () => {
		const hotel = hotelWorld();
		const { statusCode, body } = await hotel.checkIn();
		expect([statusCode, body]).toEqual([201, anna]);
		expect(shows(hotel.table.writes)).toEqual([]);
		expect(hotel.stored()).toMatchObject({
			name: "Anna",
			address: expect.stringMatching(/^encrypted:1:/),
			stays: [
				{ room: "12", wish: expect.stringMatching(/^encrypted:1:/) },
				{ room: "14" },
			],
		});
		const renamed = await hotel.rename("Anne");
		expect(JSON.parse(renamed.body ?? "")).toEqual({ ...anna, name: "Anne" });
		expect(shows(hotel.table.writes)).toEqual([]);
	});

	it("are encrypted in the answer that is kept for a repetition, too", async () => {
		const hotel = hotelWorld();
		const headers = { "idempotency-key": "once" };
		const first = await hotel.checkIn(headers);
		const second = await hotel.checkIn(headers);
		expect(second).toEqual(first);
		expect(shows(hotel.table.rows())).toEqual([]);
	});

	it("that stand there in plain are an error, not an answer", async () => {
		const hotel = hotelWorld();
		await hotel.checkIn();
		hotel.table.set(marshall({ ...hotel.stored(), address: "Hidden Lane 7" }));
		const { statusCode, body } = await hotel.rename("Anne");
		expect([statusCode, shows(String(body))]).toEqual([500, []]);
		expect(shows(logged)).toEqual([]);
	});

	it("are not written where there is no key", async () => {
		const hotel = hotelWorld();
		hotel.kms.fails = () => ({ name: "DisabledException", status: 400 });
		expect((await hotel.checkIn()).statusCode).toBe(500);
		expect(hotel.table.rows()).toEqual([]);
	});
});

describe("an event's sensitive fields", () => {
	it("are encrypted on the bus, each for itself", async () => {
		const { event } = await arrival();
		expect(shows(event)).toEqual([]);
		expect(event.guest).toMatchObject({
			name: "Anna",
			address: expect.stringMatching(/^encrypted:1:/),
			stays: [{ room: "12", wish: expect.any(String) }, { room: "14" }],
		});
	});

	it("are read by the consumer that names them, and encrypted in its views", async () => {
		const { event, kms } = await arrival();
		const kitchen = kitchenWorld({ kms });
		expect(await kitchen.hear(event)).toEqual({ batchItemFailures: [] });
		expect(kitchen.faults()).toEqual([]);
		const [row] = kitchen.table.rows();
		expect(row).toMatchObject({
			pk: "Anna",
			street: expect.stringMatching(/^encrypted:1:/),
			wishes: [expect.stringMatching(/^encrypted:1:/)],
		});
		expect(shows(row)).toEqual([]);
	});

	it("are read in another region while the first one is down", async () => {
		const { event, kms } = await arrival({ region: "us-east-1" });
		kms.fails = (call) =>
			call.endsWith("us-east-1")
				? { name: "KMSInternalException", status: 500 }
				: undefined;
		const kitchen = kitchenWorld({ kms, region: "us-west-2" });
		await kitchen.hear(event);
		expect([kitchen.faults(), kitchen.table.rows().length]).toEqual([[], 1]);
	});

	it.each<[string, (event: Record<string, never>) => object]>([
		["plain", (guest) => ({ ...guest, address: anna.address })],
		["plain text", (guest) => ({ ...guest, address: "Hidden Lane 7" })],
		[
			"another field's",
			(guest) => ({ ...guest, address: Object(guest).stays[0].wish }),
		],
		[
			"tampered with",
			(guest) => ({ ...guest, address: `${String(guest.address)}AA` }),
		],
		["where no object is", (guest) => ({ ...guest, stays: "none" })],
	])("that are %s are a fault, and reach no handler", async (_, change) => {
		const { event, kms } = await arrival();
		const handler = jest.fn();
		const kitchen = kitchenWorld({ kms }, handler);
		const guest = change(event.guest as Record<string, never>);
		expect(await kitchen.hear({ ...event, guest })).toEqual({
			batchItemFailures: [],
		});
		expect(handler).not.toHaveBeenCalled();
		const [fault] = kitchen.faults();
		expect(fault?.fault).toMatchObject({ error: { name: "Unprotected" } });
		expect(kitchen.table.rows()).toEqual([]);
	});

	it("of a producer that says to be another are a fault", async () => {
		const { event, kms } = await arrival();
		const kitchen = kitchenWorld({ kms });
		const tags = { ...event.tags, source: "till" };
		await kitchen.hear({ ...event, tags });
		expect(kitchen.faults()).toHaveLength(1);
	});

	it("wait for a KMS that throttles or cannot be reached, on both sides", async () => {
		const busy = () => ({ name: "ThrottlingException", status: 400 });
		const { event, kms } = await arrival();
		const kitchen = kitchenWorld({ kms });
		kms.fails = busy;
		expect((await kitchen.hear(event)).batchItemFailures).toHaveLength(1);
		expect(kitchen.faults()).toEqual([]);

		const hotel = hotelWorld();
		await hotel.checkIn();
		hotel.kms.fails = busy;
		const other = hotelWorld({ kms: hotel.kms, table: hotel.table });
		expect((await other.publish()).batchItemFailures).toHaveLength(1);
		expect([other.events(), other.faults()]).toEqual([[], []]);
	});

	it("are not published where the key cannot be used: a fault that keeps them encrypted", async () => {
		const hotel = hotelWorld();
		await hotel.checkIn();
		hotel.kms.fails = () => ({ name: "AccessDeniedException", status: 400 });
		const other = hotelWorld({ kms: hotel.kms, table: hotel.table });
		expect((await other.publish()).batchItemFailures).toEqual([]);
		expect(other.events()).toEqual([]);
		const [fault] = other.faults();
		expect(fault?.fault).toMatchObject({
			rule: "guest-arrived",
			error: {
				name: "Unprotected",
				message: "address of the row guest: AccessDeniedException",
			},
		});
		expect(shows(other.faults())).toEqual([]);
	});
});

describe("an error", () => {
	const throwing: [string, Handler][] = [
		[
			"of a handler",
			({ guest }) => {
				throw new Error(
					`${guest.address.street}, floor ${guest.address.floor}: ${guest.stays[0]?.wish}`,
				);
			},
		],
		[
			"of data",
			({ guest }) => {
				throw new InvalidData("the guest", [
					{ path: "address", message: `is ${guest.address.street}` },
				]);
			},
		],
	];

	it.each(throwing)("%s does not say what it read", async (_, handler) => {
		const { event, kms } = await arrival();
		const kitchen = kitchenWorld({ kms }, handler);
		await kitchen.hear(event);
		expect(kitchen.faults()).toHaveLength(1);
		expect(shows(kitchen.faults())).toEqual([]);
		expect(shows(logged)).toEqual([]);
	});

	it("of a schema does not either", async () => {
		const kms = world().kms;
		const address = { street: 31337 };
		const text = JSON.stringify(address);
		const context = {
			service: "hotel",
			event: "guest-arrived",
			field: "guest.address",
		};
		const sealed = await kms.cipher().encrypt(text, context);
		const kitchen = kitchenWorld({ kms });
		const guest = { name: "Anna", address: sealed, stays: [] };
		const tags = { source: "hotel" };
		await kitchen.hear(envelope({ type: "guest-arrived", guest, tags }));
		expect(kitchen.faults()).toHaveLength(1);
		expect(shows(kitchen.faults())).toEqual([]);
	});
});

it("a function that needs a key and has none encrypts nothing", async () => {
	const { ports, table } = world({ environment: { service: "hotel" } });
	const { cipher, ...without } = ports();
	const api = rest(
		hotel,
		(entities) => ({
			"POST /guests": ({ body }) =>
				entities.create("guest", { ...key, ...body }),
			"PUT /guests": async () => anna,
		}),
		() => without,
	);
	const { statusCode } = await api(httpEvent("POST /guests", { body: anna }));
	expect([statusCode, table.rows()]).toEqual([500, []]);
	expect(inspect(logged, { depth: null })).toContain("lacks PROTECTION_KEY");
});

it("any JSON comes back as it was, through table, bus and view", async () => {
	const anything = contract({
		name: "any",
		kind: "bff",
		owner: "tests",
		rows: {
			thing: published(
				{ value: z.record(z.string(), z.string()) },
				{ sensitive: ["value"] },
			),
		},
	});
	const { kms } = world();
	const { protectionFor } = jest.requireActual<
		typeof import("../../../runtime/core/protection")
	>("../../../runtime/core/protection");
	const protection = protectionFor(anything, "rest", {
		environment: { service: "any", protectionKey: keyIn("us-east-1") },
		cipher: kms.cipher(),
	});
	await fc.assert(
		fc.asyncProperty(fc.jsonValue(), async (value) => {
			const stamps = { timestamp: noon, awsregion: "us-east-1" };
			const row = { ...key, discriminator: "thing", ...stamps, value };
			const sealed = await protection?.rows.sealed(row);
			expect(sealed?.value).toMatch(/^encrypted:1:/);
			const opened = sealed && (await protection?.rows.opened(sealed));
			expect(JSON.stringify(opened)).toBe(JSON.stringify(row));
		}),
		runs(),
	);
});
