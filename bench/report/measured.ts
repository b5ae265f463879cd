import type { Machine } from "../machine";
import type { Allocations } from "../measured/allocations";
import type { Batches } from "../measured/batches";
import type { Utilities } from "../measured/utilities";
import type { Starts } from "../start";

/** All that one run has found. */
export interface Measured {
	machine: Machine;
	batches: Batches;
	allocations: Allocations;
	utilities: Utilities;
	starts: Starts;
}
