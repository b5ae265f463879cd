import { endpointsOf, isCaller } from "../../../components/network-endpoints";
import { consumed, internal, z } from "../../../contracts";
import type { Contract } from "../../../contracts/contract";
import { deciding, gateway, servedGateway } from "../../fixtures/contracts";

it.each([
	["listener", true],
	["job", true],
	["trigger", false],
	["webhook", false],
	["rest", false],
] as const)(
	"the %s of a service that calls a system is in its network: %j",
	(kind, is) => {
		expect(isCaller(servedGateway, kind)).toBe(is);
		expect(isCaller(deciding, kind)).toBe(false);
	},
);

const always = ["dynamodb", "s3", "events", "secretsmanager"];
const sensitive = internal(
	{ paymentId: z.string() },
	{ sensitive: ["paymentId"] },
);
const body = { payment: z.object({ paymentId: z.string() }) };

it.each<[string, Contract, string[]]>([
	["marks nothing", gateway, []],
	[
		"marks a field of a row, which the listener encrypts and the job opens",
		{ ...gateway, rows: { ...gateway.rows, charge: sensitive } },
		["Decrypt", "GenerateDataKey"],
	],
	[
		"opens a field of an event",
		{
			...gateway,
			consumes: {
				"payment-due": consumed({ body, decrypts: ["payment.paymentId"] }),
			},
		},
		["Decrypt"],
	],
])("a contract that %s asks of the key just that", (_, contract, actions) => {
	const endpoints = endpointsOf(contract);
	expect(endpoints.map(({ service }) => service)).toEqual(
		actions.length > 0 ? [...always, "kms"] : always,
	);
	const kms = endpoints.find(({ service }) => service === "kms");
	expect([...(kms?.actions ?? [])].sort()).toEqual(actions);
});

it("what is free goes by a gateway, the rest by an interface", () => {
	const gateways = endpointsOf(gateway).filter(
		({ type }) => type === "Gateway",
	);
	expect(gateways.map(({ service }) => service)).toEqual(["dynamodb", "s3"]);
});
