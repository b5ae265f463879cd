import {
	mkdirSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { writeOverlay } from "../../../../local/engine/overlay";

const projectFile = `name: shop
runtime: nodejs
config:
  issuer: { type: string, default: https://issuer.example.com }
  systems: { type: object, default: { processor: https://processor.example.com } }
plugins:
  providers: [{ name: aws, path: theirs }, { name: other, path: other }]
`;
const stackFile = `config:
  regions: [eu-west-1]
  shop:issuer: https://login.shop.test
  shop:systems: { bank: https://bank.test }
  aws:region: eu-west-1
`;

let root: string;
beforeEach(() => {
	root = mkdtempSync(join(tmpdir(), "overlay-"));
	mkdirSync(join(root, "overlay"));
	writeFileSync(join(root, "Pulumi.yaml"), projectFile);
	writeFileSync(join(root, "Pulumi.dev.yaml"), stackFile);
});
afterEach(() => rmSync(root, { recursive: true }));

const read = (file: string) => readFileSync(join(root, file), "utf8");
const write = (processor?: string) =>
	writeOverlay({
		root,
		stack: "dev",
		folder: join(root, "overlay"),
		parties: { issuer: "http://127.0.0.1:1", processor },
	});

it("names the project's program and the provider of this machine", () => {
	write();
	const { name, main, plugins } = parse(read("overlay/Pulumi.yaml"));
	expect({ name, main }).toEqual({ name: "shop", main: root });
	expect(plugins.providers).toEqual([
		{ name: "other", path: "other" },
		{ name: "aws", path: join(__dirname, "../../../../local/provider") },
	]);
});

it("leaves the project's own files as they are", () => {
	write("http://127.0.0.1:2");
	expect(read("Pulumi.yaml")).toBe(projectFile);
	expect(read("Pulumi.dev.yaml")).toBe(stackFile);
});

it("has this machine's parties among the stack's settings", () => {
	write("http://127.0.0.1:2");
	expect(parse(read("overlay/Pulumi.dev.yaml")).config).toEqual({
		"shop:regions": ["eu-west-1"],
		"shop:issuer": "http://127.0.0.1:1",
		"shop:audience": "local",
		"shop:systems": {
			bank: "https://bank.test",
			processor: "http://127.0.0.1:2",
		},
		"aws:region": "eu-west-1",
	});
});

it("says that there is no such stack", () => {
	const options = { root, stack: "test", folder: join(root, "overlay") };
	const parties = { issuer: "http://127.0.0.1:1", processor: undefined };
	expect(() => writeOverlay({ ...options, parties })).toThrow(
		'There is no stack "test"',
	);
});
