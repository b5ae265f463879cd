/** What a service's `contract.ts` and its functions need of the contract library. The checks are in `platform.ts`. */
export {
	type ConsumedBody,
	type Contract,
	contract,
	type Fields,
	type ProducedBody,
	type ServiceKind,
} from "./contract";
export { consumed, produced } from "./event";
export { type External, external } from "./external";
export { job } from "./job";
export { route } from "./route";
export {
	collected,
	emission,
	internal,
	materialized,
	published,
} from "./rows";
export * as z from "./schema/z";
export { system, webhook } from "./system";
