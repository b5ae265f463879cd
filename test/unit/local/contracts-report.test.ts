import { consumed, external, route, z } from "../../../contracts";
import { contractsReport } from "../../../local/contracts-report";
import { deciding, gateway } from "../../fixtures/contracts";
import { kitchen, shop } from "../contracts/services";

const bank = external({
	name: "bank",
	produces: { "payment-received": { body: { payment: z.object({}) } } },
});
const services = [
	shop({
		api: {
			"GET /orders": route({ summary: "Orders", scopes: ["a", "b"] }),
			"GET /": route({ summary: "All", scopes: [] }),
		},
	}),
	kitchen({
		consumes: {
			...kitchen().consumes,
			"payment-received": consumed({ body: {} }),
			"order-lost": consumed({ body: {} }),
		},
		rules: {
			...kitchen().rules,
			answer: { on: ["payment-received", "order-lost"], emits: ["a-b", "c-d"] },
		},
	}),
];

test("each service with its neighbours", () => {
	expect(contractsReport(services, [bank], [])).toBe(
		`shop (bff, owned by shops)
  produces  order-placed  for kitchen
  serves    GET /orders  a or b
            GET /        any user

kitchen (bff, owned by kitchens)
  consumes  order-placed      from shop
            payment-received  from bank
            order-lost        from nobody
  rules     keep-tickets  order-placed: materializes ticket
            answer        payment-received, order-lost: emits a-b, c-d

bank (external)
  produces  payment-received  for kitchen

the contracts fit together`,
	);
});

test("what a gateway and a control service do", () => {
	const report = contractsReport([gateway, deciding], [], []);
	expect(report).toBe(
		`gateway (esg, owned by payments)
  consumes  payment-due  from nobody
  rules     charge  payment-due: calls processor (charge)
  produces  payment-made  for deciding
  hears     POST /webhooks/processor  from processor, writes paid
            POST /webhooks/auditor    from auditor, writes paid
  systems   processor  Moves money
            auditor    Looks at it
  jobs      settle  daily at 23:57 UTC: Settles
            count   hourly at minute 58: Counts

deciding (control, owned by deciders)
  consumes  payment-made  from gateway
            payment-seen  from nobody
  rules     decide  payment-made, payment-seen: collects waiting, emits payment-settled, at the latest 600 s after payment-made
  produces  payment-settled  for nobody

the contracts fit together`,
	);
});

test("problems, counted", () => {
	const problems = ["this is wrong", "that, too"];
	expect(contractsReport([], [], problems)).toBe(
		"2 problems\n- this is wrong\n- that, too",
	);
	expect(contractsReport([], [], ["this is wrong"])).toBe(
		"1 problem\n- this is wrong",
	);
});
