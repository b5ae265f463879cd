import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readStackConfig } from "../../../local/provision/stack-config";
import { inspect, sentence, UserError } from "../../../local/user-error";

let root: string;

beforeEach(() => {
	root = mkdtempSync(join(tmpdir(), "stack-config-"));
});
afterEach(() => rmSync(root, { recursive: true }));

function read(
	project: string,
	stack: string,
	overrides?: Record<string, unknown>,
	concealed?: string,
) {
	writeFileSync(join(root, "Pulumi.yaml"), `name: shop\n${project}`);
	writeFileSync(join(root, "Pulumi.dev.yaml"), stack);
	return readStackConfig({ root, stack: "dev", overrides, concealed });
}

it("gives keys without a namespace the project's name", () => {
	const stack = "config:\n  stage: dev\n  aws:region: eu-west-1";
	expect(read("", stack)).toEqual({
		project: "shop",
		config: { "shop:stage": "dev", "aws:region": "eu-west-1" },
		secrets: [],
	});
});

it.each([
	["text", "stage: dev", "dev"],
	["a number", "stage: 3", "3"],
	["a boolean", "stage: true", "true"],
	["a list", "stage: [a, b]", '["a","b"]'],
	["an object", "stage: { a: { b: 1 } }", '{"a":{"b":1}}'],
])("hands over %s as text", (_, line, expected) => {
	const { config } = read("", `config:\n  ${line}`);
	expect(config["shop:stage"]).toBe(expected);
});

it.each([
	["a plain value", "stage: one", "one"],
	["a declared default", "stage: { type: string, default: one }", "one"],
	["a value", "stage: { value: one }", "one"],
	["a declaration without default", "stage: { type: string }", undefined],
])("reads %s from Pulumi.yaml", (_, line, expected) => {
	const { config } = read(`config:\n  ${line}`, "");
	expect(config["shop:stage"]).toBe(expected);
});

it("lets the stack win over the project, and overrides over both", () => {
	const project = "config:\n  a: project\n  b: project\n  c: project";
	const stack = "config:\n  shop:b: stack\n  c: stack";
	expect(read(project, stack, { c: ["override"] }).config).toEqual({
		"shop:a": "project",
		"shop:b": "stack",
		"shop:c": '["override"]',
	});
});

it.each([
	["a secret", "config:\n  key: { secure: abc }"],
	["a secret inside", "config:\n  key: { user: a, word: { secure: abc } }"],
])("asks for a local value of %s", (_, stack) => {
	expect(() => read("", stack)).toThrow(
		'The config value "shop:key" is encrypted in Pulumi.dev.yaml and cannot be read on this machine: give it a local value.',
	);
});

it("has something else in its place for whoever reads no values", () => {
	const stack = "config:\n  key: { secure: abc }\n  other: open";
	expect(read("", stack, {}, "[secret]")).toMatchObject({
		config: { "shop:key": "[secret]", "shop:other": "open" },
		secrets: ["shop:key"],
	});
});

it("keeps an overridden secret secret", () => {
	const stack = "config:\n  key: { secure: abc }";
	expect(read("", stack, { key: "local" })).toMatchObject({
		config: { "shop:key": "local" },
		secrets: ["shop:key"],
	});
});

it("names the stacks when there is no such one", () => {
	read("", "");
	expect(() => readStackConfig({ root, stack: "prd" })).toThrow(
		/There is no stack "prd": .* Stacks here: dev\./,
	);
});

it.each([
	["a tab", "config:\n\tstage: dev"],
	["an open bracket", "config:\n  regions: [a"],
	["a key twice", "config:\n  stage: a\n  stage: b"],
])("tells broken YAML in a sentence: %s", (_what, stack) => {
	let thrown: unknown;
	try {
		read("", stack);
	} catch (error) {
		thrown = error;
	}
	expect(thrown).toBeInstanceOf(UserError);
	expect(sentence(thrown)).toMatch(
		/Pulumi\.dev\.yaml is no YAML: [^\n]+ at line \d+, column \d+\.$/,
	);
	expect(inspect(thrown)).toBe(sentence(thrown));
});
