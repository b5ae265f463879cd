import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import * as z from "zod";
import { sentence, UserError } from "../user-error";

export interface StackConfig {
	project: string;
	/** By full key, as the engine hands it to the program: `bulkhead:regions`, `aws:region`. */
	config: Record<string, string>;
	/** The keys whose values are secret. */
	secrets: string[];
}

export interface StackConfigOptions {
	/** The folder of Pulumi.yaml. */
	root: string;
	stack: string;
	/** Values that win over the files', by key with or without a namespace. */
	overrides?: Record<string, unknown>;
	/** Stands for a value that is encrypted in the files; by default such a value is refused. */
	concealed?: string;
}

const values = z.record(z.string(), z.unknown()).nullish();
const projectFile = z.object({ name: z.string(), config: values });
const stackFile = z.object({ config: values }).nullish();

/** What `pulumi config` would say for the stack, without an engine. */
export function readStackConfig(options: StackConfigOptions): StackConfig {
	const { root, stack, overrides = {}, concealed } = options;
	const { name: project, config: declared } = readYaml(
		join(root, "Pulumi.yaml"),
		projectFile,
	);
	const stackYaml = readYaml(stackPath(root, stack), stackFile);
	const qualified = (all: Record<string, unknown> | null | undefined) =>
		Object.entries(all ?? {}).map(
			([key, value]) =>
				[key.includes(":") ? key : `${project}:${key}`, value] as const,
		);

	const merged = new Map([
		...qualified(declared).map(([key, v]) => [key, defaultOf(v)] as const),
		...qualified(stackYaml?.config),
		...qualified(overrides),
	]);
	const config: Record<string, string> = {};
	for (const [key, value] of merged) {
		if (value === undefined || value === null) continue;
		if (concealed === undefined) refuseSecret(key, value, stack);
		config[key] = holdsSecret(value) ? (concealed ?? "") : asText(value);
	}
	return { project, config, secrets: secretKeys(qualified(stackYaml?.config)) };
}

function readYaml<T>(path: string, schema: z.ZodType<T>): T {
	if (!existsSync(path)) {
		throw new UserError(`There is no ${path}.`);
	}
	const result = schema.safeParse(parsed(path));
	if (result.success) return result.data;
	throw new UserError(`${path}: ${z.prettifyError(result.error)}`);
}

function parsed(path: string): unknown {
	try {
		return parse(readFileSync(path, "utf8"));
	} catch (error) {
		// The rest of what it says shows the line.
		const [what = ""] = sentence(error).split("\n");
		throw new UserError(`${path} is no YAML: ${what.replace(/:$/, "")}.`);
	}
}

function stackPath(root: string, stack: string): string {
	const path = join(root, `Pulumi.${stack}.yaml`);
	if (existsSync(path)) return path;
	const stacks = readdirSync(root)
		.map((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1])
		.filter((name) => name !== undefined);
	throw new UserError(
		`There is no stack "${stack}": ${path} does not exist. Stacks here: ${stacks.join(", ") || "none"}.`,
	);
}

/** Pulumi.yaml declares a value, or describes it: `{ type, default }`, or `{ value }` in another namespace. */
function defaultOf(declared: unknown): unknown {
	if (!isObject(declared)) return declared;
	return declared.value ?? declared.default;
}

function refuseSecret(key: string, value: unknown, stack: string): void {
	if (!holdsSecret(value)) return;
	throw new UserError(
		`The config value "${key}" is encrypted in Pulumi.${stack}.yaml and cannot be read on this machine: give it a local value.`,
	);
}

function secretKeys(entries: (readonly [string, unknown])[]): string[] {
	return entries.filter(([, v]) => holdsSecret(v)).map(([key]) => key);
}

function holdsSecret(value: unknown): boolean {
	if (Array.isArray(value)) return value.some(holdsSecret);
	if (!isObject(value)) return false;
	if (typeof value.secure === "string") return true;
	return Object.values(value).some(holdsSecret);
}

/** A program gets every value as text, objects and lists as JSON. */
function asText(value: unknown): string {
	return typeof value === "object" ? JSON.stringify(value) : String(value);
}

function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}
