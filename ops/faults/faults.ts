import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { S3Client } from "@aws-sdk/client-s3";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { sentence, UserError } from "../../local/user-error";
import { unchangedSince } from "../../runtime/core/conditions";
import { objectsOf } from "../../runtime/core/objects";
import { Store } from "../../runtime/core/store";
import {
	afterDiscard,
	afterResubmission,
	type FaultRow,
	faultKey,
	faultsOf,
	type LastResubmission,
} from "../../runtime/hub/core/fault-row";
import type { Stack } from "../stack";
import { type Fault, type Filter, matches } from "./fault";

/** What a list shows. */
const listed = [
	...["pk", "sk", "source", "rule", "function", "error", "attempts"],
	...["firstSeen", "lastSeen", "status", "resubmission", "discriminator"],
];

/** The faults of a stack: every region has a table of its own. */
export class Faults {
	constructor(private readonly stack: Stack) {}

	/** The latest first, without their records. */
	async list(filter: Filter): Promise<Fault[]> {
		const all = await this.inAll((region) => this.listIn(region, filter));
		return all.sort((a, b) => b.lastSeen - a.lastSeen);
	}

	/** One fault, with its record; the same may have come up in several regions. Throws a sentence if it is in none. */
	async get(id: string): Promise<Fault[]> {
		const faults = await this.inAll(async (region) => {
			const fault = await this.getIn(region, id);
			return fault ? [fault] : [];
		});
		if (faults.length === 0)
			throw new UserError(
				`${this.stack.name} has no fault ${id} in ${this.regions.join(", ")}.`,
			);
		return faults;
	}

	async getIn(region: string, id: string): Promise<Fault | undefined> {
		const row = await this.table(region).get(faultKey(id));
		return row && { ...asFault(row), region };
	}

	/** The record that failed, as its function got it. Throws a sentence where it has expired. */
	async recordOf({ pk, record, claim, source }: Fault): Promise<unknown> {
		if (!claim) return JSON.parse(record ?? "null");
		const objects = objectsOf(
			async (region) => new S3Client(this.stack.client(region)),
		);
		const whole = await objects.get(claim);
		if (whole === undefined)
			throw new UserError(
				`The record of ${pk} (${source}) was kept in the bucket ${claim.bucket} and has expired.`,
			);
		return JSON.parse(whole).fault.record;
	}

	/** Notes what came of a resubmission; not over a further attempt that has come in meanwhile. */
	async note(
		{ region, ...row }: Fault,
		resubmission: LastResubmission,
	): Promise<void> {
		await this.replace(region, row, afterResubmission(row, resubmission));
	}

	/** Settles a fault that nobody will send again; says whether it is still the one that was looked at. */
	discard({ region, ...row }: Fault): Promise<boolean> {
		return this.replace(region, row, afterDiscard(row, Date.now()));
	}

	private async replace(region: string, before: FaultRow, after: FaultRow) {
		const table = this.table(region);
		return !(await table.put({ ...after }, unchangedSince({ ...before })));
	}

	/** A region that does not answer must not look like one without faults. */
	private async inAll(
		ask: (region: string) => Promise<Fault[]>,
	): Promise<Fault[]> {
		const asked = this.regions.map(async (region) => {
			try {
				return await ask(region);
			} catch (error) {
				throw new UserError(
					`The faults of ${region} cannot be read (${sentence(error)}): leave it out with --region and another one.`,
				);
			}
		});
		return (await Promise.all(asked)).flat();
	}

	private get regions(): string[] {
		return Object.keys(this.stack.faults);
	}

	private async listIn(region: string, filter: Filter): Promise<Fault[]> {
		const table = this.table(region);
		const faults: Fault[] = [];
		let start: Record<string, unknown> | undefined;
		do {
			const { rows, next } = await table.query({
				...bySourceAndTime(filter),
				...(start && { ExclusiveStartKey: start }),
			});
			const all = rows.map((row) => ({ ...asFault(row), region }));
			faults.push(...all.filter((fault) => matches(fault, filter)));
			start = next;
		} while (start);
		return faults;
	}

	protected table(region: string): Store {
		const client = new DynamoDBClient(this.stack.client(region));
		return new Store(
			DynamoDBDocumentClient.from(client, {
				marshallOptions: { removeUndefinedValues: true },
			}),
			this.stack.faults[region] ?? "",
		);
	}
}

function bySourceAndTime({ service }: Filter) {
	const names = Object.fromEntries(listed.map((name) => [`#${name}`, name]));
	return {
		IndexName: "gsi2",
		ScanIndexForward: false,
		KeyConditionExpression: service
			? "#discriminator = :fault AND begins_with(#data, :source)"
			: "#discriminator = :fault",
		ProjectionExpression: Object.keys(names).join(", "),
		ExpressionAttributeNames: { ...names, ...(service && { "#data": "data" }) },
		ExpressionAttributeValues: {
			":fault": "fault",
			...(service && { ":source": faultsOf(service) }),
		},
	};
}

/** Under their key and in their index there is nothing but faults. */
function asFault(row: object): FaultRow {
	return row as FaultRow;
}
