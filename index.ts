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
const hubs = settings.regions.map(
	(region) => new EventHub(`hub-${region}`, { region, settings, code }),
);

const services = contracts.map(
	(contract) => new Service(contract.name, { contract, code, hubs, settings }),
);

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

/** Names of the buses, the tables of faults and the buckets of the claim check, by region. */
export const buses = Object.fromEntries(
	hubs.map(({ region, bus }) => [region, bus.name]),
);
export const faults = Object.fromEntries(
	hubs.map(({ region, faults }) => [region, faults.table.name]),
);
export const claims = Object.fromEntries(
	hubs.map(({ region, claims }) => [region, claims.bucket.bucket]),
);
