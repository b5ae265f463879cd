import { addLoyalty } from "../../../fixtures/loyalty";
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

	"new-service": addLoyalty,
};
