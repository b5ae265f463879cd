// For Pulumi: `pulumi up --policy-pack policy`. The same rules run in `npm test`.
import { PolicyPack } from "@pulumi/policy";
import { policyOf } from "./pack";
import { rules } from "./rules";

new PolicyPack("bulkhead", { policies: rules.map(policyOf) });
