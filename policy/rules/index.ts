import type { Rule } from "../rule";
import { access } from "./access";
import { apis } from "./apis";
import { functions } from "./functions";
import { identities } from "./identities";
import { messages } from "./messages";
import { production } from "./production";
import { regions } from "./regions";
import { stacks } from "./stacks";
import { stores } from "./stores";

/** All that a reviewer of the infrastructure would ask for. */
export const rules: readonly Rule[] = [
	...regions,
	...access,
	...identities,
	...messages,
	...functions,
	...apis,
	...stores,
	...production,
	...stacks,
];
