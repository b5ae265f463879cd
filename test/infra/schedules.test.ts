import { deciding, gateway } from "../fixtures/contracts";
import { grantedTo, statementsOf } from "./policies";
import { dependenciesOf, named, ofType } from "./query";
import { type Run, unknown } from "./run";
import { account, made, regions, variable } from "./services";

jest.setTimeout(60_000);

let run: Run;
let preview: Run;
beforeAll(async () => {
	run = await made({ contract: deciding });
	preview = await made({ contract: deciding, preview: true });
});

describe.each(regions)("deadlines in %s", (region) => {
	const name = `deciding-${region}-schedules`;
	const trigger = `deciding-${region}-trigger`;
	const arn = (what: string) =>
		`arn:aws:scheduler:${region}:${account}:${what}/food-prod-deciding`;
	const role = `arn:aws:iam::${account}:${name}-role-1234567`;
	const queue = `arn:aws:sqs:${region}:${account}:deciding-${region}-listener-queue-1234567`;
	const deadLetters = `arn:aws:sqs:${region}:${account}:food-prod-deciding-listener-dead-letters`;

	it("have a group of their own, which nobody deletes by mistake, and which leaves nothing in the way of a new one", () => {
		const found = named(run, `${name}-group`);
		expect(found.inputs).toMatchObject({ region, name: "food-prod-deciding" });
		expect(found).toMatchObject({ protect: true, retainOnDelete: false });
	});

	it("are sent by a role that only this group's schedules have, into the listener's queue, or beside it", () => {
		const found = named(run, `${name}-role`);
		expect(statementsOf(found, "assumeRolePolicy")).toEqual([
			{
				Effect: "Allow",
				Action: ["sts:AssumeRole"],
				Principal: { Service: "scheduler.amazonaws.com" },
				Condition: {
					ArnEquals: { "aws:SourceArn": arn("schedule-group") },
					StringEquals: { "aws:SourceAccount": account },
				},
			},
		]);
		expect(grantedTo(run, found)).toEqual([
			{
				Effect: "Allow",
				Action: ["sqs:SendMessage"],
				Resource: [queue, deadLetters],
			},
		]);
		expect(found.inputs.tags).toMatchObject({ service: "deciding" });
	});

	it("are made by the trigger, in this group and with this role only", () => {
		const granted = grantedTo(run, named(run, `${trigger}-role`));
		const of = (service: string) =>
			granted.filter(({ Action }) => Action.join().startsWith(service));
		expect(of("scheduler:")).toEqual([
			{
				Effect: "Allow",
				Action: ["scheduler:CreateSchedule"],
				Resource: [`${arn("schedule")}/*`],
			},
		]);
		expect(of("iam:")).toEqual([
			{
				Effect: "Allow",
				Action: ["iam:PassRole"],
				Resource: [role],
				Condition: {
					StringEquals: { "iam:PassedToService": "scheduler.amazonaws.com" },
				},
			},
		]);
	});

	it("are told to the trigger: group, role and queues", () => {
		expect(variable(run, trigger, "DEADLINES")).toEqual({
			group: "food-prod-deciding",
			role,
			queue,
			deadLetters,
		});
		expect(variable(run, trigger, "DEADLINE_SECONDS")).toBeUndefined();
		expect(variable(preview, trigger, "DEADLINES")).toBe(unknown);
	});

	it("are not made before they may be sent", () => {
		expect(dependenciesOf(named(run, `${trigger}-mapping`))).toContain(
			`${name}-send-deadlines`,
		);
	});

	it("let the trigger read what was collected, by its key alone", () => {
		const granted = grantedTo(run, named(run, `${trigger}-role`));
		const table = `arn:aws:dynamodb:${region}:${account}:table/food-prod-deciding-entities`;
		expect(
			granted.filter(({ Action }) => Action.includes("dynamodb:Query")),
		).toEqual([
			{ Effect: "Allow", Action: ["dynamodb:Query"], Resource: [table] },
		]);
	});
});

it("a deadline that the settings change is told to the trigger", async () => {
	const deadlines = { "deciding/decide": 5 };
	const found = await made({ contract: deciding, config: { deadlines } });
	for (const region of regions)
		expect(
			variable(found, `deciding-${region}-trigger`, "DEADLINE_SECONDS"),
		).toEqual({ decide: 5 });
});

it("a rule that collects without a deadline schedules nothing", async () => {
	const { deadline: _, ...decide } = deciding.rules.decide;
	const contract = { ...deciding, rules: { decide } };
	const found = await made({ contract });
	for (const type of ["ScheduleGroup", "Schedule", "Schedules"])
		expect(ofType(found, type)).toEqual([]);
	const text = JSON.stringify(found.resources);
	expect(text).not.toContain("scheduler");
	expect(text).not.toContain("DEADLINES");
	expect(text).toContain("collect-entities");
});

it("a service without deadlines, jobs or systems has none of it", async () => {
	const { rules: _, ...rest } = deciding;
	const found = await made({ contract: { ...rest, rules: {} } });
	const types = ["ScheduleGroup", "Schedule", "Secret", "Job", "Webhook"];
	for (const type of types) expect(ofType(found, type)).toEqual([]);
});

it("a group of a stage that comes and goes can be deleted", async () => {
	const found = await made({ contract: gateway, stack: "dev" });
	const groups = ofType(found, "ScheduleGroup");
	expect(groups).toHaveLength(2);
	for (const { protect, retainOnDelete } of groups)
		expect({ protect, retainOnDelete }).toEqual({
			protect: false,
			retainOnDelete: false,
		});
});

it("a transform reaches group and role", async () => {
	const { resources } = await made({
		contract: deciding,
		transform: {
			schedules: {
				group: (args) => ({ ...args, name: "mine" }),
				role: (args) => ({ ...args, path: "/mine/" }),
			},
		},
	});
	const mine = resources.filter(
		({ inputs }) => inputs.name === "mine" || inputs.path === "/mine/",
	);
	expect(mine.map(({ name }) => name).sort()).toEqual(
		regions.flatMap((region) => [
			`deciding-${region}-schedules-group`,
			`deciding-${region}-schedules-role`,
		]),
	);
});
