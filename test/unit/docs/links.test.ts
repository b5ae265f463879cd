import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { resolved } from "../../../local/docs/lines";

const root = join(__dirname, "../../..");
const read = (path: string) => readFileSync(join(root, path), "utf8");

const pages = [
	"README.md",
	...readdirSync(join(root, "docs"), { recursive: true, encoding: "utf8" })
		.filter((name) => name.endsWith(".md"))
		.map((name) => `docs/${name}`),
];

/** As GitHub names them. */
function headingsOf(text: string): string[] {
	return [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) =>
		heading
			.toLowerCase()
			.replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
			.replaceAll(" ", "-"),
	);
}

const withoutCode = (text: string) => text.replaceAll(/^```.*?^```$/gms, "");

test.each(pages)("all links of %s lead somewhere", (page) => {
	const links = withoutCode(read(page)).matchAll(/\]\(([^)\s]+)/g);
	const dead = [...links].filter(([, link = ""]) => {
		if (/^https?:/.test(link)) return false;
		const [target = "", anchor = ""] = link.split("#");
		const path = target ? resolved(page, target) : page;
		if (!existsSync(join(root, path))) return true;
		if (!anchor || /^L\d+$/.test(anchor)) return false;
		return !headingsOf(read(path)).includes(anchor);
	});
	expect(dead.map(([, link]) => link)).toEqual([]);
});
