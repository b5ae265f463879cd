// `npm run inputs`: writes what @pulumi/aws declares of the types that this project knows; after another version of it, or for another type.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { replacing } from "../replacing";
import { readInputs } from "./read";

const { version, types, objects } = readInputs(Object.keys(replacing).sort());
/** A line each, so that a difference shows what differs. */
const lines = (shapes: object) =>
	Object.entries(shapes)
		.map(([name, shape]) => `"${name}":${JSON.stringify(shape)}`)
		.join(",\n");
writeFileSync(
	join(__dirname, "declared.json"),
	`{"version":"${version}",\n"types":{\n${lines(types)}},\n"objects":{\n${lines(objects)}}}\n`,
);
