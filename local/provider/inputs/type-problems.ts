import type { Problem, Properties } from "../../resources/handler";
import { isObject, spelt } from "../values";
import { type Kind, objects, type Shape, types } from "./declared";

/** Whether a value may be anything yet, or holds what is. */
export type IsOpen = (value: unknown) => boolean;

/** Where inputs are not what @pulumi/aws declares: unknown, missing, or of another kind. The engine passes all of that on. */
export function typeProblems(
	type: string,
	inputs: Properties,
	isOpen: IsOpen,
): Problem[] {
	const shape = types[type];
	return shape ? shapeProblems(shape, inputs, [], isOpen) : [];
}

function shapeProblems(
	{ required = [], inputs }: Shape,
	values: Properties,
	path: PropertyKey[],
	isOpen: IsOpen,
): Problem[] {
	const given = Object.entries(values).filter(
		([name, value]) =>
			// Which provider it is, among the inputs: the engine's own.
			name !== "__defaults" && value !== undefined && value !== null,
	);
	const missing = required
		.filter((name) => !given.some(([each]) => each === name))
		.map((name) => ({ path: [...path, name], message: "is required" }));
	const wrong = given.flatMap(([name, value]) => {
		const kind = inputs[name];
		return kind
			? kindProblems(kind, value, [...path, name], isOpen)
			: [{ path: [...path, name], message: "there is no such input" }];
	});
	return [...missing, ...wrong];
}

function kindProblems(
	kind: Kind,
	value: unknown,
	path: PropertyKey[],
	isOpen: IsOpen,
): Problem[] {
	if (kind === "any" || isOpen(value)) return [];
	if (typeof kind === "string")
		return isOf(kind, value)
			? []
			: [{ path, message: `must be a ${kind}, and is ${spelt(value)}` }];
	if ("object" in kind) {
		if (!isObject(value)) return [notA("an object", value, path)];
		const shape = objects[kind.object];
		return shape ? shapeProblems(shape, value, path, isOpen) : [];
	}
	const isList = "list" in kind;
	if (isList && !Array.isArray(value)) return [notA("a list", value, path)];
	if (!isList && !isObject(value)) return [notA("an object", value, path)];
	const inner = isList ? kind.list : kind.map;
	return Object.entries(value ?? {}).flatMap(([key, each]) =>
		kindProblems(inner, each, [...path, isList ? Number(key) : key], isOpen),
	);
}

function notA(what: string, value: unknown, path: PropertyKey[]): Problem {
	return { path, message: `must be ${what}, and is ${spelt(value)}` };
}

/** The real provider reads numbers and booleans from texts, and writes them as such. */
function isOf(kind: "string" | "number" | "boolean", value: unknown): boolean {
	if (kind === "string")
		return ["string", "number", "boolean"].includes(typeof value);
	if (typeof value === kind) return true;
	if (typeof value !== "string") return false;
	return kind === "number"
		? value.trim() !== "" && !Number.isNaN(Number(value))
		: ["true", "false"].includes(value);
}
