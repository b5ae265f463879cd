import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { program } from "commander";
import pc from "picocolors";
import { stages } from "../components/stage";
import { externals, services } from "../functions";
import { documents } from "./docs/documents";
import { policySections } from "./docs/policies";
import { withSection } from "./docs/section";
import { stageTable } from "./docs/stages";
import { svg } from "./docs/svg";
import { serviceTables } from "./docs/tables";
import { topology } from "./docs/topology";
import { trilateral } from "./docs/trilateral";
import { trilateralSvg } from "./docs/trilateral-svg";
import { sentence, UserError } from "./user-error";

const root = resolve(__dirname, "..");

/** What the program's contracts, policies and code say of themselves: the files' paths and texts. */
export async function generatedDocs(): Promise<Map<string, string>> {
	const readme = await readFile(join(root, "README.md"), "utf8");
	const sections = {
		services: serviceTables(services, externals),
		stages: stageTable(stages),
	};
	const pages = new Map(await documents(root));
	const policies = pages.get("docs/policies.md") ?? "";
	const pictures = services.map((service): [string, string] => [
		`docs/generated/${service.name}.svg`,
		trilateralSvg(trilateral(service, services, externals)),
	]);
	return new Map([
		["docs/generated/topology.svg", svg(await topology(services, externals))],
		...pictures,
		...pages,
		["docs/policies.md", withSections(policies, policySections)],
		["README.md", withSections(readme, sections)],
	]);
}

function withSections(text: string, sections: Record<string, string>): string {
	return Object.entries(sections).reduce(
		(text, [name, content]) => withSection(text, name, content),
		text,
	);
}

/** The files that say something else than the program does. */
export async function staleDocs(): Promise<string[]> {
	const docs = await generatedDocs();
	const isStale = async ([path, text]: [string, string]) =>
		(await readFile(join(root, path), "utf8").catch(() => "")) !== text;
	const stale = await Promise.all([...docs].map(isStale));
	return [...docs.keys()].filter((_, i) => stale[i]);
}

async function docs({ check }: { check?: true }): Promise<void> {
	const stale = await staleDocs();
	if (check && stale.length > 0)
		throw new UserError(
			`${stale.join(" and ")} ${stale.length === 1 ? "does" : "do"} not say what contracts and code say: run \`npm run docs\` and commit what it writes.`,
		);
	const texts = await generatedDocs();
	for (const path of stale) {
		await mkdir(dirname(join(root, path)), { recursive: true });
		await writeFile(join(root, path), texts.get(path) ?? "");
	}
	const what = stale.length > 0 ? `wrote ${stale.join(", ")}` : "up to date";
	console.log(what);
}

if (require.main === module) {
	program
		.name("npm run docs --")
		.description(
			"Write the README's tables and the pictures from the contracts, and the numbers of lines that docs link to.",
		)
		.option("--check", "write nothing; exit with 1 where they are stale")
		.action(docs)
		.parseAsync()
		.catch((error: unknown) => {
			console.error(
				error instanceof UserError ? pc.red(sentence(error)) : error,
			);
			process.exitCode = 1;
		});
}
