import type {
	ContractChange,
	Cost,
	PermissionChange,
	Report,
	StatefulChange,
} from "../report";
import {
	code,
	type Line,
	line,
	listed,
	type Section,
	type Span,
	words,
} from "./page";
import { grouped } from "./regions";
import { detailsOf, resourceLines, shortType } from "./resources";
import { shortened } from "./shorten";

/** In the order in which a reviewer should read; those with nothing to say are left out. */
export function sectionsOf(report: Report): Section[] {
	return [
		statefulSection(report, false),
		statefulSection(report, true),
		unknownSection(report),
		protectionSection(report.protections),
		targetSection(report.targets),
		permissionSection(report.permissions),
		contractSection(report.contracts),
		warningSection(report.warnings),
		resourceSection(report),
		costSection(report.cost),
	].filter(({ groups }) => groups.length > 0);
}

function statefulSection(
	{ stateful, stack }: Report,
	allowed: boolean,
): Section {
	const these = stateful.filter((each) => each.allowed === allowed);
	const file = code(`Pulumi.${stack}.yaml`);
	const lead = allowed
		? words(code("replacements"), " in ", file, " allows it by name.")
		: words(
				"If that is meant, add the name to ",
				code("replacements"),
				" in ",
				file,
				"; until then this report fails.",
			);
	return {
		title: allowed
			? "Replaced or deleted with what it holds, as allowed"
			: "What holds data is replaced or deleted",
		loud: true,
		lead: [lead],
		groups: grouped(
			these.map((each) => ({ ...each, line: statefulLine(each) })),
		),
	};
}

function statefulLine(change: StatefulChange): Line {
	const does = {
		replace: "is replaced",
		"may-replace": "may be replaced",
		delete: "is deleted",
	}[change.change];
	const { name, type, held, lost, perhapsNow = [] } = change;
	return line("!", words(`${shortType(type)} `, code(name), ` ${does}`), [
		...detailsOf(change),
		words(`lost: ${lost}`),
		...held.map((each) => [each]),
		...(perhapsNow.length > 0
			? [
					words(
						"if it is only moved or renamed, an alias is missing at ",
						listed(perhapsNow),
					),
				]
			: []),
	]);
}

function unknownSection({ resources }: Report): Section {
	const lost = resources.filter(({ unknownLoss }) => unknownLoss);
	return {
		title: "What it holds is not known here",
		loud: true,
		lead: [
			[
				"Whether data goes with these is for the reviewer to say: no table of this project knows their types.",
			],
		],
		groups: grouped(resourceLines(lost)),
	};
}

function protectionSection(protections: Report["protections"]): Section {
	return {
		title: "Protection that is taken off",
		loud: true,
		lead: [["Nothing is lost by this, but the next change may lose it."]],
		groups: grouped(
			protections.map((each) => ({
				...each,
				line: line(
					"!",
					words(
						`${shortType(each.type)} `,
						code(each.name),
						": ",
						code(each.path),
						fromTo(each.before, each.after),
					),
				),
			})),
		),
	};
}

function targetSection(targets: Report["targets"]): Section {
	const lines = targets.map(({ subject, field, before, after, resources }) =>
		line(
			"!",
			words(
				code(subject),
				field === undefined ? [] : [": ", code(field)],
				before === undefined ? " newly" : after === undefined ? " gone" : "",
				fromTo(before, after),
				resources.length > 0 ? [" of ", ...listed(resources)] : [],
			),
		),
	);
	return {
		title: "Another account or region, perhaps",
		loud: true,
		lead: [
			[
				"Where nothing of the stack is, all of it is made again, and what it holds stays behind.",
			],
		],
		groups: lines.length > 0 ? [{ heading: [], lines }] : [],
	};
}

function permissionSection(permissions: readonly PermissionChange[]): Section {
	return {
		title: "Permissions",
		loud: false,
		lead: [],
		groups: grouped(
			permissions.map((each) => ({ ...each, line: permissionLine(each) })),
		),
	};
}

function permissionLine(change: PermissionChange): Line {
	const { kind, effect, who, actions, on, condition } = change;
	if (change.change === "changed")
		return line(
			"!",
			words(
				"the policy ",
				code(on),
				who === on ? [] : [" of ", code(who)],
				" changed, cannot be read",
			),
		);
	const isNew = change.change === "new";
	const mark = isNew ? (change.public ? "!" : "+") : "-";
	const details = condition
		? [words("only if ", code(shortened(condition)))]
		: [];
	const may = isNew ? " may newly " : " may no longer ";
	if (kind === "route")
		return line(
			mark,
			words(code(who), may, "call ", listed(actions), " of ", code(on)),
		);
	if (effect === "deny")
		return line(
			mark,
			words(
				code(who),
				isNew ? " is newly" : " is no longer",
				" denied ",
				listed(actions),
				" on ",
				code(on),
			),
			details,
		);
	return line(
		mark,
		words(code(who), may, listed(actions), " on ", code(on)),
		details,
	);
}

function contractSection(contracts: readonly ContractChange[]): Section {
	const services = [...new Set(contracts.map(({ service }) => service))];
	return {
		title: "Contracts",
		loud: false,
		lead: [],
		groups: services.map((service) => ({
			heading: words(code(service)),
			lines: contracts
				.filter((each) => each.service === service)
				.map(contractLine),
		})),
	};
}

function contractLine(change: ContractChange): Line {
	const { subject, field, before, after } = change;
	const mark = { added: "+", removed: "-", changed: "~" } as const;
	return line(
		change.danger ? "!" : mark[change.change],
		words(
			code(subject),
			field === undefined ? [] : [": ", code(field)],
			` ${change.change}`,
			fromTo(before, after),
		),
	);
}

function fromTo(before: string | undefined, after: string | undefined): Span[] {
	if (before !== undefined && after !== undefined)
		return words(
			": ",
			code(shortened(before, after)),
			" → ",
			code(shortened(after, before)),
		);
	const only = after ?? before;
	return only === undefined ? [] : words(": ", code(shortened(only)));
}

function warningSection(warnings: readonly string[]): Section {
	const lines = warnings.map((each) => line("!", words(code(shortened(each)))));
	return {
		title: "New warnings of the program",
		loud: false,
		lead: [],
		groups: lines.length > 0 ? [{ heading: [], lines }] : [],
	};
}

function resourceSection({ resources, unlisted }: Report): Section {
	const lead = words(
		"What replaces these types is not known here, so they are taken to be updated: ",
		listed(unlisted),
	);
	return {
		title: "Resources",
		loud: false,
		lead: unlisted.length > 0 ? [lead] : [],
		groups: grouped(
			resourceLines(resources.filter(({ unknownLoss }) => !unknownLoss)),
		),
	};
}

function costSection(cost: Cost): Section {
	const floor = cost.floor
		.filter(
			(each) =>
				each.before !== each.after || each.countBefore !== each.countAfter,
		)
		.map((each) =>
			line("~", [
				`${each.what}: ${each.countBefore} → ${each.countAfter}, ${usd(each.before)} → ${usd(each.after)}`,
			]),
		);
	const perMillion = cost.perMillion
		.filter((each) => each.before !== each.after)
		.map((each) => line("~", perMillionSpans(each)));
	const same = cost.perMillion.length - perMillion.length;
	const rest = same > 0 ? [line(" ", [`unchanged: ${same} others`])] : [];
	return {
		title: "Cost",
		loud: false,
		lead: [],
		groups: [
			{ heading: ["At rest, a month, with nobody there"], lines: floor },
			{
				heading: ["Per million, with what follows from each"],
				lines: perMillion.length > 0 ? [...perMillion, ...rest] : [],
			},
			{
				heading: ["Assumed"],
				lines:
					floor.length + perMillion.length > 0
						? [...cost.assumptions, `prices: ${cost.prices}`].map((each) =>
								line(" ", [each]),
							)
						: [],
			},
		].filter(({ lines }) => lines.length > 0),
	};
}

function perMillionSpans(each: Cost["perMillion"][number]): Span[] {
	const { what, before, after, consumersBefore, consumersAfter } = each;
	const consumers =
		consumersAfter === undefined
			? ""
			: consumersBefore === consumersAfter || before === null
				? `, ${consumersAfter} consumers`
				: `, ${consumersBefore} → ${consumersAfter} consumers`;
	return words(code(what), `${consumers}: ${usd(before)} → ${usd(after)}`);
}

function usd(amount: number | null): string {
	return amount === null ? "none" : `${amount.toFixed(2)} USD`;
}
