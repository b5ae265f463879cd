import { marshall } from "@aws-sdk/util-dynamodb";
import { row } from "../../../testkit";
import { keyOf, Replica } from "../../../testkit/replica";

const regions = ["us-east-1", "us-west-2"];
const [here = "", there = ""] = regions;
const key = keyOf(row());

/** Two replicas of a table, and what is on its way between them. */
function table() {
	let version = 0;
	const clock = { nextVersion: () => ++version, now: () => 5_999 };
	const [east, west] = regions.map(
		(region) => new Replica(region, regions, clock),
	);
	if (!east || !west) throw new Error("two regions");
	const write = (replica: Replica, name: string | undefined) =>
		replica.put(key, name ? marshall(row({ name })) : undefined, "console");
	const untold = (replica: Replica) => [
		...(replica.untold.get(replica.region === here ? there : here)?.values() ??
			[]),
	];
	const replicate = (from: Replica, to: Replica) =>
		untold(from).map((change) => {
			from.untold.get(to.region)?.delete(change.key);
			return to.receive(change);
		});
	const names = (replica: Replica) => replica.rows().map(({ name }) => name);
	return { east, west, write, untold, replicate, names };
}

const told = (replica: Replica) =>
	replica.stream.map(({ eventName, dynamodb }) => [
		eventName,
		dynamodb?.OldImage?.name?.S,
		dynamodb?.NewImage?.name?.S,
	]);

test("a write is in its own region at once, in another when it is replicated, and in the stream of both", () => {
	const { east, west, write, replicate, names } = table();
	write(east, "a");
	expect([names(east), names(west)]).toEqual([["a"], []]);
	expect(replicate(east, west)).toEqual([true]);
	expect(names(west)).toEqual(["a"]);
	expect(told(west)).toEqual(told(east));
	expect(west.stream).toMatchObject([
		{
			eventID: "us-west-2-1",
			dynamodb: { SequenceNumber: "1", ApproximateCreationDateTime: 5 },
		},
	]);
	expect(replicate(west, east)).toEqual([]);
});

test("several quick writes are replicated as one", () => {
	const { east, west, write, replicate } = table();
	for (const name of ["a", "b", "c"]) write(east, name);
	replicate(east, west);
	expect(told(east)).toHaveLength(3);
	expect(told(west)).toEqual([["INSERT", undefined, "c"]]);
});

test("the last writer wins in every region, whatever arrives first", () => {
	const { east, west, write, replicate, names } = table();
	write(east, "first");
	write(west, "last");
	expect(replicate(east, west)).toEqual([false]);
	expect(replicate(west, east)).toEqual([true]);
	expect([names(east), names(west)]).toEqual([["last"], ["last"]]);
	expect(told(east).at(-1)).toEqual(["MODIFY", "first", "last"]);
	expect(told(west)).toHaveLength(1);
});

test("a removal wins over what was written before it, also where it comes first", () => {
	const { east, west, write, replicate, names } = table();
	write(east, "a");
	write(west, "b");
	write(west, undefined);
	expect(replicate(east, west)).toEqual([false]);
	replicate(west, east);
	expect([names(east), names(west)]).toEqual([[], []]);

	const other = table();
	other.write(other.east, "a");
	const [early] = other.untold(other.east);
	other.write(other.east, undefined);
	other.replicate(other.east, other.west);
	expect(early && other.west.receive(early)).toBe(false);
	expect(other.west.stream).toEqual([]);
});

test("a removal by TTL has the service's identity in its own region, and none in the other", () => {
	const { east, west, write, replicate } = table();
	write(east, "a");
	replicate(east, west);
	east.put(key, undefined, "ttl");
	replicate(east, west);
	const identities = [east, west].map(
		({ stream }) => stream.at(-1)?.userIdentity,
	);
	expect(identities).toEqual([
		{ type: "Service", principalId: "dynamodb.amazonaws.com" },
		undefined,
	]);
});

test("a write that changes nothing is in no stream", () => {
	const { east, write } = table();
	write(east, "a");
	write(east, "a");
	expect(told(east)).toHaveLength(1);
	expect(east.made).toHaveLength(2);
});
