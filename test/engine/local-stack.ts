import { DynamoDBClient, ListTablesCommand } from "@aws-sdk/client-dynamodb";
import { LambdaClient, ListFunctionsCommand } from "@aws-sdk/client-lambda";
import { ListQueuesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { type Engine, startEngine } from "../../local/engine/engine";
import { Clients } from "../../local/resources/clients";
import { People } from "../journey/people";
import { Checkout } from "./checkout";
import { pulumi, type Run } from "./cli";

/** A stack of a checkout of its own, deployed by the real engine to an emulator of its own. */
export class LocalStack {
	private constructor(
		readonly checkout: Checkout,
		readonly engine: Engine,
		/** Of the emulator itself: what somebody beside the engine uses. */
		readonly clients: Clients,
	) {}

	static async start(stack: string): Promise<LocalStack> {
		const checkout = await Checkout.create();
		try {
			await checkout.loadQuickly();
			const engine = await startEngine({
				root: checkout.folder,
				stack,
				folder: checkout.beside("engine"),
				onProgress: () => {},
				onFunctionLine: () => {},
			});
			return new LocalStack(checkout, engine, new Clients(engine.endpoint));
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

	/** Users of the stack's APIs; what they make has the name in its ids. */
	async people(name: string): Promise<People> {
		const outputs = await this.engine.outputs();
		return People.of({ ...this.engine, outputs }, name);
	}

	/** What is in the emulator. */
	async inventory(region: string) {
		const lambda = this.clients.get(LambdaClient, region);
		const { Functions = [] } = await lambda.send(new ListFunctionsCommand());
		const sqs = this.clients.get(SQSClient, region);
		const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand());
		const dynamodb = this.clients.get(DynamoDBClient, region);
		const { TableNames = [] } = await dynamodb.send(new ListTablesCommand());
		const functions = Functions.map(({ FunctionName }) => FunctionName);
		return { functions, queues: QueueUrls.sort(), tables: TableNames };
	}

	async stop(): Promise<void> {
		this.clients.destroy();
		await this.engine.stop();
		await this.checkout.remove();
	}
}
