import {
	Code,
	checkedPlatform,
	EventHub,
	readSettings,
	Service,
} from "./components";
import * as functions from "./functions";

const settings = readSettings();
const contracts = checkedPlatform(
	functions.services,
	functions.externals,
	settings,
);
const code = new Code(contracts, __dirname);

/** Where the services of a region meet. */
const eventHubs = settings.regions.map(
	(region) => new EventHub(`hub-${region}`, { region, settings, code }),
);

const services = contracts.map(
	(contract) =>
		new Service(contract.name, { contract, code, hubs: eventHubs, settings }),
);

// What other stacks and commands read; docs/outputs.md says what of it they may rely on.

const byRegion = <T>(of: (hub: EventHub) => T) =>
	Object.fromEntries(eventHubs.map((hub) => [hub.region, of(hub)]));

/** Base URLs of the APIs, by service and region. */
export const apis = Object.fromEntries(
	services.map(({ name, urls }) => [name, urls]),
);

/** Names of the entities tables, by service: the same in every region. */
export const tables = Object.fromEntries(
	services.map(({ name, entities }) => [name, entities.tableName]),
);

/** Names of the secrets that external systems are known by, by service and system. Their values are put there by hand. */
export const secrets = Object.fromEntries(
	services.flatMap(({ name, secrets }) =>
		secrets ? [[name, secrets.names]] : [],
	),
);

/** Names of the buses, the tables of faults and the buckets of the claim check. */
export const buses = byRegion(({ bus }) => bus.name);
export const faults = byRegion(({ faults }) => faults.table.name);
export const claims = byRegion(({ claimsBucket }) => claimsBucket);

/** What a service in a repository of its own must know to join: `Hub.fromStack`. */
export const hubs = byRegion(({ joinable }) => joinable);
