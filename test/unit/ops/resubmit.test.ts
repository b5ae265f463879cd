import { LambdaClient } from "@aws-sdk/client-lambda";
import type { Fault } from "../../../ops/faults/fault";
import { Faults } from "../../../ops/faults/faults";
import { type Outcome, resubmitAll } from "../../../ops/faults/resubmit";
import type { Key, Row } from "../../../runtime/core/rows";
import { Store } from "../../../runtime/core/store";

const id = (n: number) => String(n).padStart(32, "0");
const throttled = Object.assign(new Error("slow down"), {
	name: "ThrottlingException",
});

const row = (pk: string): Row =>
	({
		...{ pk, sk: "fault", discriminator: "fault", data: "shop#" },
		...{ timestamp: 1, changeId: "change-1", awsregion: "us-east-1" },
		...{ source: "shop", rule: "keep-orders", function: "shop-listener" },
		...{ error: { name: "Error", message: "boom" }, record: "{}", tags: {} },
		...{ attempts: 1, firstSeen: 1, lastSeen: 1, status: "open" },
	}) satisfies Row;

/** Two regions; what a table's read and write do is given. */
function stack({
	get = async ({ pk }) => row(pk),
	put = async () => undefined,
}: {
	get?: (key: Key, region: string) => Promise<Row | undefined>;
	put?: Store["put"];
} = {}) {
	const answer = { resubmitted: { outcome: "done", faults: [] } };
	const ran = jest
		.spyOn(LambdaClient.prototype, "send")
		.mockImplementation(async () => ({
			Payload: Buffer.from(JSON.stringify(answer)),
		}));
	const regionOf = new WeakMap<Store, string>();
	jest.spyOn(Store.prototype, "get").mockImplementation(function (
		this: Store,
		key: Key,
	) {
		return get(key, regionOf.get(this) ?? "");
	});
	jest.spyOn(Store.prototype, "put").mockImplementation(put);
	const stack = {
		name: "food-dev",
		faults: { "us-east-1": "faults", "us-west-2": "faults" },
		client: (region: string) => ({ region }),
	};
	class KnownFaults extends Faults {
		protected override table(region: string): Store {
			const store = super.table(region);
			regionOf.set(store, region);
			return store;
		}
	}
	const faults = new KnownFaults(stack);
	const resubmit = async (n: number) => {
		const told: Outcome[] = [];
		const chosen = Array.from({ length: n }, (_, i) => ({
			...row(id(i)),
			region: "us-east-1",
		}));
		await resubmitAll(stack, faults, chosen as Fault[], (_, outcome) => {
			told.push(outcome);
		});
		return told;
	};
	return { faults, resubmit, ran };
}

afterEach(() => jest.restoreAllMocks());

test("a region that does not answer keeps nothing from being sent again in another", async () => {
	const { resubmit } = stack({
		get: async ({ pk }, region) => {
			if (region === "us-west-2") throw new Error("connect ETIMEDOUT");
			return row(pk);
		},
	});
	expect(await resubmit(3)).toEqual(Array(3).fill({ outcome: "done" }));
});

test("one that cannot be read is told, and all others are sent", async () => {
	const { resubmit, ran } = stack({
		get: async ({ pk }) => {
			if (pk === id(3)) throw throttled;
			return row(pk);
		},
	});
	const told = await resubmit(12);
	expect(told.map(({ outcome }) => outcome).sort()).toEqual([
		...Array(11).fill("done"),
		"retryable",
	]);
	expect(told).toContainEqual({ outcome: "retryable", reason: "slow down" });
	expect(ran).toHaveBeenCalledTimes(11);
});

test("one that ran and could not be noted is not told as one that did not run", async () => {
	const { resubmit } = stack({
		put: async () => {
			throw throttled;
		},
	});
	expect(await resubmit(1)).toEqual([
		{
			outcome: "done",
			reason: "it ran, but that could not be noted: slow down",
		},
	]);
});

test("one that was settled meanwhile and has expired is done", async () => {
	const { resubmit, ran } = stack({ get: async () => undefined });
	expect(await resubmit(1)).toEqual([{ outcome: "done" }]);
	expect(ran).not.toHaveBeenCalled();
});

test("a search says which region does not answer, and how to leave it out", async () => {
	const { faults } = stack({
		get: async (_, region) => {
			if (region === "us-west-2") throw new Error("connect ETIMEDOUT");
			return undefined;
		},
	});
	await expect(faults.get(id(1))).rejects.toThrow(
		"The faults of us-west-2 cannot be read (connect ETIMEDOUT): leave it out with --region and another one.",
	);
});
