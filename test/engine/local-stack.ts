import { type Engine, startEngine } from "../../local/engine/engine";
import { Checkout } from "./checkout";
import { pulumi, type Run } from "./cli";

/** A stack of a checkout of its own, deployed by the real engine to an emulator of its own. */
export class LocalStack {
	private constructor(
		readonly checkout: Checkout,
		readonly engine: Engine,
	) {}

	static async start(stack: string): Promise<LocalStack> {
		const checkout = await Checkout.create();
		try {
			const engine = await startEngine({
				root: checkout.folder,
				stack,
				folder: checkout.beside("engine"),
				onProgress: () => {},
				onFunctionLine: () => {},
			});
			return new LocalStack(checkout, engine);
		} catch (error) {
			await checkout.remove();
			throw error;
		}
	}

	/** Its time is printed. */
	async run(...args: string[]): Promise<Run> {
		const run = await pulumi(this.engine.place, ...args);
		const memory = run.memory ? `, ${run.memory.toFixed()} MB` : "";
		process.stderr.write(
			`pulumi ${args.join(" ")}: ${run.seconds.toFixed(1)} s${memory}\n`,
		);
		return run;
	}

	/** Fails if the CLI does. */
	async must(...args: string[]): Promise<Run> {
		const run = await this.run(...args);
		if (run.code !== 0)
			throw new Error(`pulumi ${args.join(" ")}:\n${run.output}`);
		return run;
	}

	async stop(): Promise<void> {
		await this.engine.stop();
		await this.checkout.remove();
	}
}
