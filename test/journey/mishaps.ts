import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Platform } from "../../local/platform";
import { announce } from "../../local/running";
import { faultsCommand } from "../../ops/faults/command";
import { Client } from "./client";
import { poisoned, type Regions } from "./journey";
import { nowhere, Outages } from "./outage";
import { startRefusingBus } from "./refusing-bus";
import { eventually, expectEqual, type Steps } from "./steps";

/** What a fault is in a list, and what came of one. */
interface Listed {
	id: string;
	service: string;
	rule: string;
	attempts: number;
}

/** What goes wrong on the way of an order, ends as a fault at the worst, and is mended from there. */
export async function mishaps(
	platform: Platform,
	{ here, there }: Regions,
	steps: Steps,
): Promise<void> {
	const client = (service: string, subject: string, scopes: string[]) =>
		Client.of(platform, service, subject, scopes);
	const restaurant = await client("restaurant", "restaurant-1", [
		"menu:write",
		"orders:accept",
	]);
	const customer = await client("customer", "customer-1", ["orders:submit"]);
	const driver = await client("delivery", "driver-3", ["deliveries:make"]);
	const outages = new Outages(platform);
	const ops = opsOf(platform);

	const order = async (region: string) => {
		const { status, body } = await customer.call(region, "POST", "/orders", {
			body: {
				restaurantId: "restaurant-1",
				lines: [{ itemId: "pizza", quantity: 1 }],
			},
		});
		expectEqual(status, 201, "the status of the order");
		return String(body.orderId);
	};
	const seen = (region: string, id: string) =>
		eventually(
			() => restaurant.call(region, "GET", `/orders/${id}`),
			({ status }) => status === 200,
		);
	const complete = async (id: string) => {
		await seen(here, id);
		await restaurant.call(here, "PUT", `/orders/${id}/acceptance`);
		await eventually(
			() => driver.call(here, "PUT", `/orders/${id}/pick-up`),
			({ status }) => status === 200,
		);
		await driver.call(here, "PUT", `/orders/${id}/completion`);
		await eventually(
			async () => (await customer.call(there, "GET", `/orders/${id}`)).body,
			({ status }) => status === "delivered",
		);
	};
	/** The open faults that nobody knows the rule of: those that were drained. */
	const drained = (service: string) =>
		eventually(
			() => ops<Listed[]>("list", "--service", service, "--rule", "*"),
			({ length }) => length > 0,
			{ seconds: 60 },
		);
	const resubmit = (...args: string[]) =>
		ops<{ id: string; outcome: string }[]>("resubmit", ...args);

	await steps.step(
		"an event that the bus refuses at first is sent again, and no fault",
		async () => {
			const bus = await startRefusingBus(platform.endpoint);
			const trigger = {
				region: here,
				service: "customer",
				kind: "trigger",
			} as const;
			const restore = await outages.redirect(
				trigger,
				"EVENTBRIDGE",
				bus.endpoint,
			);
			try {
				await seen(here, await order(here));
				expectEqual(bus.refused(), 1, "how many entries the bus refused");
			} finally {
				await restore();
				bus.stop();
			}
			const faults = await ops<Listed[]>("list", "--service", "customer");
			expectEqual(faults, [], "the customer's faults");
		},
	);
	await steps.step(
		`a listener cannot reach its table until its queue gives up: a fault; sent again, the order completes`,
		async () => {
			const listener = {
				region: here,
				service: "restaurant",
				kind: "listener",
			} as const;
			const patient = await outages.hurry(listener);
			const restore = await outages.redirect(listener, "DYNAMODB", nowhere);
			let id: string;
			let fault: Listed | undefined;
			try {
				id = await order(here);
				[fault] = await drained("restaurant");
				expectEqual(
					(await restaurant.call(there, "GET", `/orders/${id}`)).status,
					404,
					"what the restaurant sees meanwhile",
				);
				const [early] = await resubmit(fault?.id ?? "");
				expectEqual(early?.outcome, "retryable", "a resubmission too early");
			} finally {
				await restore();
				await patient();
			}
			const all = ["--all", "--service", "restaurant", "--rule", "*"];
			const done = { id: fault?.id, outcome: "done" };
			expectEqual(await resubmit(...all), [done], "the resubmission");
			await complete(id);
			expectEqual(await resubmit(...all), [], "what is left to resubmit");
			expectEqual(
				await resubmit(fault?.id ?? ""),
				[done],
				"the resubmission of what was done",
			);
			const { body } = await customer.call(here, "GET", `/orders/${id}`);
			expectEqual(body.status, "delivered", "the order's status after that");
		},
	);
	await steps.step(
		`a trigger cannot reach the bus until its stream gives up: a fault; sent again, the order completes`,
		async () => {
			const trigger = {
				region: there,
				service: "customer",
				kind: "trigger",
			} as const;
			const restore = await outages.redirect(trigger, "EVENTBRIDGE", nowhere);
			let id: string;
			let fault: Listed | undefined;
			try {
				id = await order(there);
				[fault] = await drained("customer");
			} finally {
				await restore();
			}
			const done = { id: fault?.id, outcome: "done" };
			expectEqual(await resubmit(fault?.id ?? ""), [done], "the resubmission");
			await complete(id);
		},
	);
	await steps.step("what is refused again is a further attempt", async () => {
		const [poison] = await ops<Listed[]>("list", "--rule", "keep-orders");
		const [outcome] = await resubmit(poison?.id ?? "");
		expectEqual(outcome?.outcome, "failed", "the resubmission of the poison");
		await eventually(
			() => ops<Listed[]>("list", "--rule", "keep-orders"),
			([fault]) => fault?.attempts === (poison?.attempts ?? 0) + 1,
		);
	});
	await steps.step("no other fault is left", async () => {
		const left = await ops<Listed[]>("list");
		expectEqual(
			left.map(({ service, rule }) => `${service} ${rule}`).sort(),
			poisoned,
			"the services and rules of the open faults",
		);
	});
}

/** `npm run ops -- faults … --json` for this platform. */
function opsOf({ endpoint, outputs }: Platform) {
	return async <Answer>(...args: string[]): Promise<Answer> => {
		const root = mkdtempSync(join(tmpdir(), "bulkhead-ops-"));
		mkdirSync(join(root, ".bulkhead"));
		const silence = announce(root, { endpoint, stack: "smoke", outputs });
		const lines: string[] = [];
		const context = {
			root,
			print: (line: string) => lines.push(line),
			exit: () => {},
		};
		try {
			await faultsCommand(context).parseAsync([...args, "--json"], {
				from: "user",
			});
			return JSON.parse(lines.join("\n"));
		} finally {
			silence();
			rmSync(root, { recursive: true });
		}
	};
}
