/** The components of Bulkhead; `Service` is the front door. */
export { Api } from "./api";
export { Code } from "./code";
export { EntitiesTable } from "./entities-table";
export { EventHub } from "./event-hub";
export { Hub } from "./hub";
export { Job } from "./job";
export { JoinedHub } from "./joined-hub";
export { Listener } from "./listener";
export { PrivateNetwork } from "./network";
export { checkedPlatform } from "./platform";
export { Schedules } from "./schedules";
export { Service } from "./service";
export { ServiceFunction } from "./service-function";
export { readSettings, type Settings } from "./settings";
export { type StagePolicy, stages } from "./stage";
export { SystemSecrets } from "./system-secrets";
export { Trigger } from "./trigger";
export { Webhook } from "./webhook";
