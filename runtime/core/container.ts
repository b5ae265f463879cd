import { Breakers } from "./breakers";
import { secretsManagerClient } from "./clients";
import type { Ports } from "./ports";
import { Secrets, secretsOf } from "./secrets";

/** What a container keeps from one invocation to the next of what concerns external systems. */
interface Container {
	secrets: Secrets;
	breakers: Breakers;
}

/** A container has one environment. */
const containers = new WeakMap<object, Container>();

export function containerOf(ports: Ports): Container {
	const { environment, store, now, newId, secrets: source } = ports;
	const known = containers.get(environment);
	if (known) return known;
	const { region } = environment;
	const made: Container = {
		secrets: new Secrets(() => source ?? secretsOf(secretsManagerClient), now),
		breakers: new Breakers({ store, region, now, newId }),
	};
	containers.set(environment, made);
	return made;
}
