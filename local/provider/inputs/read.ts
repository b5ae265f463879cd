import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { version } from "@pulumi/aws/package.json";
import ts from "typescript";
import type { Declared, Kind, Shape } from "./declared";

const folder = dirname(require.resolve("@pulumi/aws/package.json"));

/** Reads the declarations of @pulumi/aws: the inputs of the types, and of the objects that these are made of. */
export function readInputs(tokens: readonly string[]): Declared {
	const declarations = objectDeclarations();
	const objects: Record<string, Shape> = {};
	const shapeOf = (declaration: ts.InterfaceDeclaration): Shape => {
		const properties = declaration.members.filter(ts.isPropertySignature);
		const required = properties.filter((each) => !each.questionToken);
		return {
			...(required.length > 0 && { required: required.map(nameOf) }),
			inputs: Object.fromEntries(
				properties.map((each) => [nameOf(each), kindOf(each.type)]),
			),
		};
	};
	const kindOf = (type: ts.TypeNode | undefined): Kind => {
		if (!type) return "any";
		if (ts.isParenthesizedTypeNode(type)) return kindOf(type.type);
		if (ts.isArrayTypeNode(type)) return { list: kindOf(type.elementType) };
		if (ts.isUnionTypeNode(type)) return unionOf(type.types.map(kindOf));
		if (ts.isTypeLiteralNode(type)) return mapOf(type);
		if (ts.isTypeReferenceNode(type)) return referenceOf(type);
		return primitives[type.kind] ?? "any";
	};
	const mapOf = ({ members }: ts.TypeLiteralNode): Kind => {
		const [index] = members.filter(ts.isIndexSignatureDeclaration);
		return { map: kindOf(index?.type) };
	};
	const referenceOf = ({
		typeName,
		typeArguments,
	}: ts.TypeReferenceNode): Kind => {
		const name = typeName.getText();
		if (name === "pulumi.Input") return kindOf(typeArguments?.[0]);
		// More values than are known may be legal: the package declares them beside `string`.
		if (name.startsWith("enums.")) return "string";
		const [, object] = /^inputs\.(.+)$/.exec(name) ?? [];
		const declaration = object && declarations.get(object);
		if (!declaration) return "any";
		if (!(object in objects)) {
			objects[object] = { inputs: {} }; // it may hold itself
			objects[object] = shapeOf(declaration);
		}
		return { object };
	};

	// What other packages declare is theirs.
	const own = tokens.filter((token) => token.startsWith("aws:"));
	const types = own.map((token) => {
		const [, module = "", name = ""] = token.split(":");
		const source = parse(`${module}.d.ts`);
		const args = source.statements
			.filter(ts.isInterfaceDeclaration)
			.find((each) => each.name.text === `${name}Args`);
		if (!args) throw new Error(`@pulumi/aws declares no ${name}Args`);
		return [token, shapeOf(args)] as const;
	});
	return {
		version,
		types: Object.fromEntries(types),
		objects: Object.fromEntries(Object.entries(objects).sort()),
	};
}

const primitives: Readonly<Record<number, Kind>> = {
	[ts.SyntaxKind.StringKeyword]: "string",
	[ts.SyntaxKind.NumberKeyword]: "number",
	[ts.SyntaxKind.BooleanKeyword]: "boolean",
};

/** Of several kinds only the program's compiler knows which is right. */
function unionOf(kinds: Kind[]): Kind {
	const known = kinds.filter((kind) => kind !== "any");
	const [first, ...others] = new Set(known.map((kind) => JSON.stringify(kind)));
	return first && others.length === 0 ? JSON.parse(first) : "any";
}

function parse(file: string): ts.SourceFile {
	const text = readFileSync(join(folder, file), "utf8");
	return ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
}

/** By the name under `inputs`, such as `lambda.FunctionEnvironment`. */
function objectDeclarations(): Map<string, ts.InterfaceDeclaration> {
	const found = new Map<string, ts.InterfaceDeclaration>();
	const visit = (prefix: string) => (node: ts.Node) => {
		if (ts.isInterfaceDeclaration(node))
			found.set(`${prefix}${node.name.text}`, node);
		if (ts.isModuleDeclaration(node) && node.body)
			ts.forEachChild(node.body, visit(`${prefix}${node.name.text}.`));
	};
	ts.forEachChild(parse("types/input.d.ts"), visit(""));
	return found;
}

function nameOf({ name }: ts.PropertySignature): string {
	return ts.isStringLiteral(name) ? name.text : name.getText();
}
