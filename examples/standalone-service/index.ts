import * as pulumi from "@pulumi/pulumi";
import { Code, checkedPlatform, Hub, readSettings, Service } from "bulkhead";
import { externals, services } from "./functions";

const settings = readSettings();
const contracts = checkedPlatform(services, externals, settings);
const code = new Code(contracts, __dirname);

/** Where the services of the running system meet. */
const hubs = Hub.fromStack(new pulumi.Config().require("hub"), {
	settings,
	code,
	owner: "loyalty",
});

const deployed = contracts.map(
	(contract) => new Service(contract.name, { contract, code, hubs, settings }),
);

/** Base URLs of the API, by service and region. */
export const apis = Object.fromEntries(
	deployed.map(({ name, urls }) => [name, urls]),
);
