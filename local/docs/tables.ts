import type { Contract } from "../../contracts/contract";
import type { External } from "../../contracts/external";

type Service = Pick<
	Contract,
	"name" | "kind" | "owner" | "produces" | "consumes" | "api"
>;
type Producer = Pick<External, "name"> & { produces: object };

/** A table for each service: what it hears and from whom, what it says and to whom, and what it serves. */
export function serviceTables(
	services: readonly Service[],
	externals: readonly External[],
): string {
	return services
		.map((service) => serviceSection(service, services, externals))
		.join("\n\n");
}

function serviceSection(
	{ name, kind, owner, consumes, produces, api }: Service,
	services: readonly Service[],
	externals: readonly External[],
): string {
	const producers: Producer[] = [...services, ...externals];
	const heard = Object.keys(consumes).map((type) => {
		const from = producers.filter(({ produces }) => type in produces);
		return ["consumes", code(type), names("from", from)];
	});
	const said = Object.keys(produces).map((type) => {
		const to = services.filter(({ consumes }) => type in consumes);
		return ["produces", code(type), names("for", to)];
	});
	const served = Object.entries(api).map(([key, { summary, scopes }]) => {
		const needed = scopes.map(code).join(" or ");
		return ["serves", code(key), `${summary} (${needed || "any token"})`];
	});
	return [
		`**${name}** (${kind}, owned by ${owner})\n`,
		table(["", "what", ""], [...heard, ...said, ...served]),
	].join("\n");
}

function names(preposition: string, who: readonly { name: string }[]) {
	if (who.length === 0) return `${preposition} nobody`;
	return `${preposition} ${who.map(({ name }) => name).join(", ")}`;
}

export function table(
	head: readonly string[],
	rows: readonly (readonly string[])[],
): string {
	const line = (cells: readonly string[]) =>
		`| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
	return [line(head), line(head.map(() => "---")), ...rows.map(line)].join(
		"\n",
	);
}

const code = (text: string) => `\`${text}\``;
