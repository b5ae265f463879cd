import { invoke } from "../provision/invokes";
import { handlers } from "../resources";
import type { Context } from "../resources/context";
import {
	type Handler,
	type Known,
	type Problem,
	type Properties,
	sameValue,
	unlessGone,
} from "../resources/handler";
import { autoName } from "../resources/naming";
import { notLocal, stub, unknownType } from "../resources/not-local";
import { UserError } from "../user-error";
import { previewed } from "./previewed";
import { deletesFirst, replacingOf } from "./replacing";
import { planProblems } from "./rules";
import { comparable, holdsUnknown, isObject, isUnknown, plain } from "./values";

export interface ProviderOptions extends Omit<Context, "region"> {
	/** Where relative paths of assets start. */
	root: string;
	log: (urn: string, message: string) => void;
}

/** A resource as the engine names it. */
export interface Named {
	urn: string;
	type: string;
	/** The logical name. */
	name: string;
}

/** What the engine's state has of a resource. */
export interface State {
	id: string;
	inputs: Properties;
	/** All that the program sees, inputs too. */
	outputs: Properties;
}

export interface Diff {
	changed: string[];
	replacing: string[];
	deleteFirst: boolean;
}

/** The handlers as a provider of the real engine. Values are in the engine's form. */
export class Provider {
	private region = "us-east-1";
	private readonly told = new Set<string>();

	constructor(private readonly options: ProviderOptions) {}

	configure({ region }: Properties): void {
		if (typeof region === "string") this.region = region;
	}

	/** The inputs with what is named automatically, and what is wrong with them. */
	check(resource: Named, olds: Properties, news: Properties) {
		const handler = this.handlerOf(resource.type);
		const inputs = handler ? named(resource, handler, olds, news) : news;
		const refused = planProblems(resource.type, inputs, isUnknown);
		if (refused.length > 0 || !handler) return { inputs, problems: refused };
		const problems = handler
			.problems(plain(inputs, this.options.root))
			.filter((problem) => !isOpen(problem, inputs));
		return { inputs, problems };
	}

	/** What is not known yet may replace. */
	diff({ type }: Named, olds: Properties, news: Properties): Diff {
		const handler = this.handlerOf(type);
		const changed = [...new Set([...Object.keys(olds), ...Object.keys(news)])]
			.filter(
				(name) => !sameValue(comparable(olds[name]), comparable(news[name])),
			)
			.sort();
		return {
			changed,
			replacing: replacingOf(type, changed),
			deleteFirst: deletesFirst(type, handler?.namedBy, changed),
		};
	}

	previewCreate({ type }: Named, inputs: Properties): Properties {
		return previewed(type, inputs);
	}

	async create(resource: Named, inputs: Properties): Promise<State> {
		const handler = this.handlerOf(resource.type);
		const region = this.regionOf(inputs);
		if (!handler) {
			this.tellOnce(resource);
			const { id, state } = stub(resource, inputs, region);
			return { id, inputs, outputs: state };
		}
		for (const input of handler.withoutEffect(inputs))
			this.options.log(resource.urn, `${input} has no effect on this machine`);
		const values = plain(inputs, this.options.root);
		const made = await handler.create(values, this.context(region));
		return this.stateOf(made, inputs);
	}

	previewUpdate({ type }: Named, before: State, inputs: Properties) {
		return previewed(type, inputs, before.outputs);
	}

	async update(
		resource: Named,
		before: State,
		inputs: Properties,
	): Promise<State> {
		const handler = this.handlerOf(resource.type);
		if (!handler)
			return { ...before, inputs, outputs: { ...before.outputs, ...inputs } };
		const made = await handler.update(
			plain(inputs, this.options.root),
			this.known(before),
			this.context(this.regionOf(inputs)),
		);
		return this.stateOf(made, inputs);
	}

	/** Undefined where it is gone. */
	async read(resource: Named, before: State): Promise<State | undefined> {
		const { type, name } = resource;
		if (Object.keys(before.inputs).length === 0)
			throw new UserError(
				`${type} ${name}: what this program has not made cannot be imported on this machine.`,
			);
		const handler = this.handlerOf(type);
		if (!handler) return before;
		const known = this.known(before);
		const context = this.context(this.regionOf(before.inputs));
		const found = await handler.read(known, context);
		if (!found) return undefined;
		// As it was written in the state, but for what is otherwise.
		const others = Object.entries(found.inputs).filter(
			([key, value]) => !sameValue(known.inputs[key], value),
		);
		const inputs = { ...before.inputs, ...Object.fromEntries(others) };
		return this.stateOf(found, inputs);
	}

	async delete({ type }: Named, before: State): Promise<void> {
		const handler = this.handlerOf(type);
		const context = this.context(this.regionOf(before.inputs));
		if (handler)
			await unlessGone(() => handler.delete(this.known(before), context));
	}

	invoke(token: string, inputs: Properties): Properties {
		return invoke(token, inputs, this.region);
	}

	private handlerOf(type: string): Handler | undefined {
		if (type in notLocal) return undefined;
		const handler = handlers[type];
		if (!handler) throw unknownType(type);
		return handler;
	}

	private known({ id, inputs, outputs }: State): Known {
		const own = Object.entries(outputs).filter(([key]) => !(key in inputs));
		return {
			id,
			inputs: plain(inputs, this.options.root),
			outputs: Object.fromEntries(own),
		};
	}

	private stateOf({ id, outputs }: Known, inputs: Properties): State {
		const region = this.regionOf(inputs);
		return { id, inputs, outputs: { region, ...inputs, ...outputs } };
	}

	private regionOf({ region }: Properties): string {
		return typeof region === "string" ? region : this.region;
	}

	private context(region: string): Context {
		const { endpoint, clients, streams } = this.options;
		return { endpoint, clients, streams, region };
	}

	/** Of each type only once. */
	private tellOnce({ urn, type }: Named): void {
		if (this.told.has(type)) return;
		this.told.add(type);
		this.options.log(urn, `not made on this machine: ${notLocal[type]}`);
	}
}

/** A name that was given automatically stays. */
function named(
	{ urn, type, name }: Named,
	{ namedBy }: Handler,
	olds: Properties,
	news: Properties,
): Properties {
	if (!namedBy || news[namedBy]) return news;
	// Stacks of several programs may share the emulator, and have resources of the same logical name.
	const stack = urn.split("::", 2).join();
	const given = olds[namedBy] ?? autoName(type, name, news, stack);
	return { ...news, [namedBy]: given };
}

/** Whether the problem may be gone when all is known. */
function isOpen({ path }: Problem, inputs: Properties): boolean {
	let value: unknown = inputs;
	for (const key of path) {
		if (Array.isArray(value)) value = value[Number(key)];
		else if (isObject(value)) value = value[String(key)];
	}
	return holdsUnknown(value);
}
