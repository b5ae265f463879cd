import type { Counter } from "../runtime/core/telemetry";

/** Stands in for the runtime's telemetry: keeps what was counted and logged since it was last cleared. */
export const counted: Partial<Record<Counter, number>> = {};
export const logged: unknown[][] = [];

export function clearTelemetry(): void {
	for (const name of Object.keys(counted)) delete counted[name as Counter];
	logged.length = 0;
}

export function count(counts: Partial<Record<Counter, number>>): void {
	for (const [name, value] of Object.entries(counts))
		counted[name as Counter] = (counted[name as Counter] ?? 0) + value;
}

const keep = (...line: unknown[]) => {
	logged.push(line);
};

export const log = () => ({ info: keep, warn: keep, error: keep });
