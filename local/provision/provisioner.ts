import { dirname } from "node:path";
import { sentence } from "../user-error";
import { ProvisionError, toError } from "./failure";
import { Pass } from "./pass";
import { evaluate, type Program } from "./program";
import { type Address, type Change, Resources } from "./resources";

export interface ProvisionerOptions {
	/** The absolute path of the program, usually index.ts. */
	programFile: string;
	/** Default: the program's folder. Its modules are loaded anew at each `apply`, and asset paths start there. */
	root?: string;
	project: string;
	stack: string;
	/** As `readStackConfig` gives them. */
	config: Record<string, string>;
	secrets?: string[];
	/** The emulator's. */
	endpoint: string;
	/** The emulator's too: an `apply` that waits for an emulator that ended fails with its sentence. */
	gone?: Promise<never>;
	log?: (line: string) => void;
}

export interface Applied extends Record<Change | "deleted", Address[]> {
	/** What the program exports. */
	outputs: Record<string, unknown>;
}

/** Keeps what runs in the emulator equal to what the Pulumi program says. */
export class Provisioner {
	private readonly resources: Resources;
	private readonly log: (line: string) => void;
	private turn: Promise<unknown> = Promise.resolve();

	constructor(private readonly options: ProvisionerOptions) {
		this.log = options.log ?? (() => {});
		this.resources = new Resources(options.endpoint, this.log);
	}

	/**
	 * Evaluates the program and creates, updates and deletes what differs. Throws ProvisionError when resources fail;
	 * then, and when the program itself fails, nothing is deleted and what ran before keeps running.
	 * Calls take turns.
	 */
	apply(): Promise<Applied> {
		const turn = this.turn.then(() => this.evaluateAndApply());
		this.turn = turn.catch(() => {});
		return Promise.race([
			turn,
			...(this.options.gone ? [this.options.gone] : []),
		]);
	}

	/** Resolves when the streams' functions have what was written before the call. */
	idle(): Promise<void> {
		return this.resources.idle();
	}

	/** Ends what runs in this process for the resources; the emulator keeps them. */
	async stop(): Promise<void> {
		await this.turn;
		await this.resources.stop();
	}

	private async evaluateAndApply(): Promise<Applied> {
		const pass = new Pass({
			resources: this.resources,
			root: this.program().root,
			// The region of what has none, such as roles.
			region: this.options.config["aws:region"] ?? "us-east-1",
			log: this.log,
		});
		const { outputs, errors } = await evaluate(this.program(), pass);
		const error = toError(pass.failures, errors);
		if (error) throw error;
		return { outputs, ...pass.changes, deleted: await this.deleteUnseen(pass) };
	}

	private async deleteUnseen({ seen }: Pass): Promise<Address[]> {
		const deleted: Address[] = [];
		const failures = [];
		for (const entry of this.resources.unseen(seen)) {
			const { type, name } = entry;
			try {
				await this.resources.delete(entry);
				deleted.push({ type, name });
			} catch (error) {
				failures.push({ type, name, reason: sentence(error), cause: error });
			}
		}
		if (failures.length > 0) throw new ProvisionError(failures);
		return deleted;
	}

	private program(): Program {
		const { programFile, root = dirname(programFile), ...rest } = this.options;
		return { file: programFile, root, ...rest };
	}
}
