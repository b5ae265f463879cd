/** The test kit: services in several regions, in memory, through any history. */
export type { Cell } from "./cell";
export {
	everyHistory,
	type FailingHistory,
	failingHistory,
	type HistoryOptions,
} from "./histories";
export { Broken, checkAccounts, checkOutcome, mustHold } from "./invariants";
export type { Mishap } from "./invocation";
export {
	envelope,
	httpEvent,
	image,
	lambdaContext,
	message,
	noon,
	row,
	streamRecord,
} from "./records";
export type { Command } from "./runner";
export { currentPorts, deployed, type Service } from "./service";
export { World, type WorldOptions } from "./world";
