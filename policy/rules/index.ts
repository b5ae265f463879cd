import type { Rule } from "../rule";
import { access } from "./access";
import { apis } from "./apis";
import { functions } from "./functions";
import { messages } from "./messages";
import { regions } from "./regions";
import { stacks } from "./stacks";
import { stores } from "./stores";

/** All that a reviewer of the infrastructure would ask for. */
export const rules: readonly Rule[] = [
	...regions,
	...access,
	...messages,
	...functions,
	...apis,
	...stores,
	...stacks,
];
