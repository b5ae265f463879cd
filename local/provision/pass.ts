import type { runtime } from "@pulumi/pulumi";
import type { Properties } from "../resources/handler";
import { notLocal, stub, unknownType } from "../resources/not-local";
import { sentence, UserError } from "../user-error";
import type { Failure } from "./failure";
import { invoke } from "./invokes";
import { plainProperties } from "./plain";
import {
	type Address,
	type Change,
	handlerOf,
	keyOf,
	type Resources,
} from "./resources";

interface PassOptions {
	resources: Resources;
	root: string;
	/** For what names no region itself. */
	region: string;
	log: (line: string) => void;
}

/** One evaluation of the program: plays the engine, and remembers what became of each resource. */
export class Pass implements runtime.Mocks {
	readonly changes: Record<Change, Address[]> = {
		created: [],
		updated: [],
		unchanged: [],
	};
	readonly failures: Failure[] = [];
	readonly seen = new Set<string>();
	private readonly regionOfProvider = new Map<string, string>();

	constructor(private readonly options: PassOptions) {}

	async newResource(
		args: runtime.MockResourceArgs,
	): Promise<runtime.MockResourceResult> {
		const { type, name } = args;
		// Components exist only in the program, but for those whose children a plugin makes.
		if (args.custom === false && !(type in notLocal))
			return { id: undefined, state: {} };
		return this.recorded({ type, name }, async () => {
			const inputs = await plainProperties(args.inputs, this.options.root);
			return this.provision({ type, name }, inputs, args.provider);
		});
	}

	call({ token, inputs }: runtime.MockCallArgs): Promise<Properties> {
		const { root, region } = this.options;
		return this.recorded({ type: token, name: "(look-up)" }, async () =>
			invoke(token, await plainProperties(inputs, root), region),
		);
	}

	private async recorded<T>(
		address: Address,
		work: () => Promise<T>,
	): Promise<T> {
		try {
			return await work();
		} catch (error) {
			const failure = { ...address, reason: sentence(error), cause: error };
			this.failures.push(failure);
			const told = new UserError(
				`${failure.type} ${failure.name}: ${failure.reason}`,
			);
			// Pulumi reads errors as those of gRPC, and would otherwise pass on an empty one.
			throw Object.assign(told, { details: told.message });
		}
	}

	private async provision(
		address: Address,
		inputs: Properties,
		provider: string | undefined,
	): Promise<runtime.MockResourceResult> {
		const { type, name } = address;
		if (type.startsWith("pulumi:providers:")) {
			if (typeof inputs.region === "string") {
				this.regionOfProvider.set(name, inputs.region);
			}
			return { id: name, state: inputs };
		}
		const region = this.regionOf(inputs, provider);
		if (type in notLocal) return stub(address, inputs, region);

		const handler = handlerOf(type);
		if (!handler) throw unknownType(type);
		this.claim(address);
		for (const input of handler.withoutEffect(inputs)) {
			this.options.log(
				`${type} ${name}: ${input} has no effect on this machine`,
			);
		}
		const { resources } = this.options;
		const put = await resources.put(address, handler, inputs, region);
		this.changes[put.change].push(address);
		return put;
	}

	private claim(address: Address): void {
		const key = keyOf(address);
		if (this.seen.has(key)) {
			throw new UserError(
				"there are two of this type and name: give one another name.",
			);
		}
		this.seen.add(key);
	}

	private regionOf(inputs: Properties, provider = ""): string {
		if (typeof inputs.region === "string") return inputs.region;
		const id = provider.split("::").at(-1) ?? "";
		return this.regionOfProvider.get(id) ?? this.options.region;
	}
}
