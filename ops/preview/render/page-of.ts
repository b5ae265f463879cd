import type { Report, ResourceChange } from "../report";
import { code, count, listed, type Page, type Span, words } from "./page";
import { sectionsOf } from "./sections";

export function pageOf(report: Report): Page {
	const { stack } = report;
	return {
		stack,
		title: words("What would change in ", code(stack)),
		summary: [
			verdict(report),
			unprotected(report),
			overview(report),
			costs(report),
		],
		sections: sectionsOf(report),
		notes: notesOf(report),
	};
}

function verdict({
	stateful,
	permissions,
	resources,
	contracts,
	warnings,
	targets,
	unchanged,
}: Report): Span[] {
	const losses = stateful.filter(({ allowed }) => !allowed);
	if (losses.length > 0)
		return words(
			`${count(losses.length, "resource that holds data is", "resources that hold data are")} replaced or deleted: `,
			listed(losses.map(({ name }) => name)),
			".",
		);
	const all = [stateful, permissions, resources, contracts, warnings, targets];
	if (all.every(({ length }) => length === 0))
		return [
			`Nothing: all ${unchanged} resources and the contracts stay as they are.`,
		];
	return [
		"Nothing that holds data is replaced or deleted",
		stateful.length > 0 ? " but what is allowed by name." : ".",
	];
}

/** What is loud besides a loss. */
function unprotected({ protections, targets, resources }: Report): Span[] {
	const names = [...new Set(protections.map(({ name }) => name))];
	const unknown = resources.filter(({ unknownLoss }) => unknownLoss);
	return words(
		names.length > 0
			? [
					`Protection is taken off ${count(names.length, "resource")}: `,
					...listed(names),
					". ",
				]
			: [],
		unknown.length > 0
			? [
					`What ${count(unknown.length, "resource")} holds that is replaced or deleted is not known here: `,
					...listed(unknown.map(({ name }) => name)),
					". ",
				]
			: [],
		targets.length > 0
			? "What is deployed may go to another account or region."
			: [],
	);
}

function overview({
	resources,
	stateful,
	permissions,
	unchanged,
}: Report): Span[] {
	const of = (...kinds: ResourceChange["change"][]) =>
		[...resources, ...stateful].filter(({ change }) => kinds.includes(change))
			.length;
	const parts = [
		[of("create"), "created"],
		[of("update"), "updated"],
		[of("replace", "may-replace"), "replaced"],
		[of("delete"), "deleted"],
	] as const;
	const said = parts.flatMap(([n, word]) => (n > 0 ? [`${n} ${word}`] : []));
	if (said.length === 0) return [];
	// To be denied no longer is to be allowed.
	const rights = permissions.filter(
		({ change, effect }) => change === (effect === "allow" ? "new" : "gone"),
	).length;
	const unread = permissions.filter(
		({ change }) => change === "changed",
	).length;
	const permitted = [
		rights === 0 ? "no new permission" : count(rights, "new permission"),
		...(unread > 0 ? [`${unread} changed that cannot be read`] : []),
	].join(", ");
	return [`${said.join(", ")}, ${unchanged} unchanged; ${permitted}.`];
}

function costs({ cost: { floorTotal, perMillion } }: Report): Span[] {
	const { before, after } = floorTotal;
	const usd = (amount: number) => `${amount.toFixed(2)} USD`;
	const floor =
		before === after
			? `${usd(after)} a month as before`
			: `${usd(before)} → ${usd(after)} a month`;
	const changed = perMillion.filter((each) => each.before !== each.after);
	const events =
		changed.length > 0
			? `${count(changed.length, "price")} per million`
			: "no price per million";
	return [`Cost at rest by list prices: ${floor}; ${events} changed.`];
}

function notesOf(report: Report): Span[][] {
	const { stack, base, unusedReplacements, concealedSettings } = report;
	return [
		words(
			"Program with program: the working tree with ",
			code(base.ref),
			". The cloud was not looked at: neither what is deployed nor what somebody changed by hand is in this report; ",
			code(`pulumi preview --stack ${stack}`),
			" sees it.",
		),
		...(base.hasStack
			? []
			: [
					words(
						code(`Pulumi.${stack}.yaml`),
						" is new: there was no such stack.",
					),
				]),
		...unusedReplacements.map(({ name, exists }) =>
			words(
				code("replacements"),
				" names ",
				code(name),
				exists
					? ", which is neither replaced nor deleted: it is not needed (any more)."
					: ", which is no resource of either program: it is misspelt, or not needed any more.",
			),
		),
		...(concealedSettings.length > 0
			? [
					words(
						"Encrypted settings were not read, so whether they changed is not in this report: ",
						listed(concealedSettings),
					),
				]
			: []),
	];
}
