import * as z from "zod";

// What `--format json` prints; docs/generated/preview-report.schema.json is made of it. A change that a reader may stumble over is a new version.

const place = {
	/** The service, `hub`, or the name of whatever else is at the top of the program. */
	service: z.string(),
	/** Empty: of no region. */
	region: z.string(),
};

const property = z.object({
	/** Such as `environment.variables.STAGE`, `attributes[pk].type`. */
	path: z.string(),
	/** As text; missing where it was not there. A secret is `[secret]`. */
	before: z.string().optional(),
	after: z.string().optional(),
});

const code = z.object({
	/** Files and packages that changed it. Empty: what did cannot be said. */
	because: z.array(z.string()),
	bytesBefore: z.number(),
	bytesAfter: z.number(),
});

const resource = z.object({
	...place,
	name: z.string(),
	/** Pulumi's token. */
	type: z.string(),
	/** `may-replace`: it depends on what is known after the deployment only. */
	change: z.enum(["create", "update", "replace", "may-replace", "delete"]),
	/** The name that it had; Pulumi knows it by an alias. */
	renamedFrom: z.string().optional(),
	properties: z.array(property),
	/** The properties that replace it. */
	replacedBy: z.array(z.string()),
	/** Resources that are replaced, and so change this one. */
	follows: z.array(z.string()),
	/** Of a function whose code changed. */
	code: code.optional(),
	/** What else it means, such as another URL. */
	note: z.string().optional(),
	/** It is deleted or replaced, and no table here knows what a resource of its type holds. */
	unknownLoss: z.boolean().optional(),
	/** The permissions say what changed in its policy. */
	inPermissions: z.boolean().optional(),
});

const stateful = z.object({
	...resource.shape,
	change: z.enum(["replace", "may-replace", "delete"]),
	/** What is lost with it. */
	lost: z.string(),
	/** What stands in the way of it, such as `protect`. */
	held: z.array(z.string()),
	/** Whether `replacements` in the stack's file names it. */
	allowed: z.boolean(),
	/** New resources of its type: if it is one of them, an alias is missing. */
	perhapsNow: z.array(z.string()).optional(),
});

const protection = z.object({
	...place,
	name: z.string(),
	type: z.string(),
	/** Such as `deletionProtectionEnabled`, `rules[old].expiration.days`, `(option) protect`. */
	path: z.string(),
	/** As text, with AWS's default where the program says nothing. */
	before: z.string(),
	after: z.string(),
});

const target = z.object({
	/** A setting, `provider`, or a provider by its name. */
	subject: z.string(),
	/** Of a provider's own settings. */
	field: z.string().optional(),
	before: z.string().optional(),
	after: z.string().optional(),
	/** The resources whose provider is another one. */
	resources: z.array(z.string()),
});

const permission = z.object({
	...place,
	/** `changed`: a policy that cannot be read, before or now. */
	change: z.enum(["new", "gone", "changed"]),
	kind: z.enum(["role", "trust", "resource", "route"]),
	effect: z.enum(["allow", "deny"]),
	/** A function, a role, a principal; of routes who may call them. */
	who: z.string(),
	actions: z.array(z.string()),
	on: z.string(),
	/** IAM's conditions, as JSON. */
	condition: z.string().optional(),
	/** Anybody can. */
	public: z.boolean(),
});

const contract = z.object({
	service: z.string(),
	change: z.enum(["added", "removed", "changed"]),
	/** Such as `produces order-placed` or `GET /orders`. */
	subject: z.string(),
	/** What of it, such as `body.order.total`; missing: all of it. */
	field: z.string().optional(),
	before: z.string().optional(),
	after: z.string().optional(),
	/** Rows that are there already cannot be read any more, or go earlier. */
	danger: z.boolean().optional(),
});

const beforeAndAfter = { before: z.number(), after: z.number() };

const cost = z.object({
	/** USD. */
	currency: z.literal("USD"),
	/** A month with no traffic at all, by what it is paid for. */
	floor: z.array(
		z.object({
			what: z.string(),
			countBefore: z.number(),
			countAfter: z.number(),
			...beforeAndAfter,
		}),
	),
	floorTotal: z.object(beforeAndAfter),
	/** USD per million; null where there is none of it. */
	perMillion: z.array(
		z.object({
			what: z.string(),
			before: z.number().nullable(),
			after: z.number().nullable(),
			/** Of an event. */
			consumersBefore: z.number().optional(),
			consumersAfter: z.number().optional(),
		}),
	),
	assumptions: z.array(z.string()),
	prices: z.string(),
});

export const reportSchema = z.object({
	version: z.literal(1),
	stack: z.string(),
	base: z.object({
		/** As it was asked for. */
		ref: z.string(),
		commit: z.string(),
		/** Whether the stack has its file there. */
		hasStack: z.boolean(),
	}),
	/** False: the exit code is 2. */
	allowed: z.boolean(),
	stateful: z.array(stateful),
	/** Names in `replacements` that nothing asks for. */
	unusedReplacements: z.array(
		z.object({
			name: z.string(),
			/** Whether a resource has that name, at the base or now. */
			exists: z.boolean(),
		}),
	),
	/** What protected data at the base and does no longer; it is lost the easier by the next change. */
	protections: z.array(protection),
	/** Another account or region, perhaps. */
	targets: z.array(target),
	permissions: z.array(permission),
	contracts: z.array(contract),
	/** What the program warns of that it did not at the base. */
	warnings: z.array(z.string()),
	/** All but the stateful ones above. */
	resources: z.array(resource),
	unchanged: z.number(),
	/** Types of changed resources of which it is not known here what replaces them. */
	unlisted: z.array(z.string()),
	/** Encrypted settings, which were not read. */
	concealedSettings: z.array(z.string()),
	cost,
});

export type Report = z.infer<typeof reportSchema>;
export type PropertyChange = z.infer<typeof property>;
export type CodeChange = z.infer<typeof code>;
export type ResourceChange = z.infer<typeof resource>;
export type StatefulChange = z.infer<typeof stateful>;
export type PermissionChange = z.infer<typeof permission>;
export type ContractChange = z.infer<typeof contract>;
export type Cost = z.infer<typeof cost>;
