import type { Clone } from "./clone";

/** What pull requests do: the examples in docs/preview are made of these. */
export const edits = {
	"code-edit": (clone: Clone) =>
		clone.replace(
			"functions/delivery/model.ts",
			"Another driver has picked it up.",
			"Somebody else has picked it up already.",
		),

	"key-schema": (clone: Clone) => {
		clone.replace(
			"components/defaults/table.ts",
			'hashKey: "pk",\n\trangeKey',
			'hashKey: "id",\n\trangeKey',
		);
		clone.replace(
			"components/defaults/table.ts",
			'{ name: "pk", type: "S" },',
			'{ name: "pk", type: "S" },\n\t\t{ name: "id", type: "S" },',
		);
	},

	"new-permission": (clone: Clone) =>
		clone.replace(
			"components/entities-table.ts",
			'{ actions: ["dynamodb:PutItem"], resources: [arn] }',
			'{ actions: ["dynamodb:PutItem", "dynamodb:DeleteItem"], resources: [arn] }',
		),

	"new-service": (clone: Clone) => {
		clone.write("functions/loyalty/contract.ts", contract);
		clone.write("functions/loyalty/listener.ts", listener);
		clone.write("functions/loyalty/rest.ts", rest);
		clone.replace(
			"functions/index.ts",
			"[restaurant,",
			"[loyalty, restaurant,",
		);
		clone.replace(
			"functions/index.ts",
			"import { payment }",
			'import { loyalty } from "./loyalty/contract";\nimport { payment }',
		);
	},
};

const contract = `import { consumed, contract, materialized, route, z } from "../../contracts";

export const loyalty = contract({
	name: "loyalty",
	kind: "bff",
	owner: "marketing",
	rows: { order: materialized({ orderId: z.string() }) },
	consumes: {
		"order-accepted": consumed({ body: { order: z.object({ orderId: z.string() }) } }),
	},
	rules: { "keep-orders": { on: ["order-accepted"], materializes: "order" } },
	api: { "GET /points": route({ summary: "My points", scopes: ["points:read"] }) },
});
`;

const listener = `import { listener } from "../../runtime/listener";
import { loyalty } from "./contract";

export const handler = listener(loyalty, {
	"keep-orders": ({ order }) => ({ pk: order.orderId, sk: "order", ...order }),
});
`;

const rest = `import { rest } from "../../runtime/rest";
import { loyalty } from "./contract";

export const handler = rest(loyalty, () => ({ "GET /points": async () => undefined }));
`;
