// swc strips the types (they are checked by `npm run types`); packages that ship only ES modules are compiled too.
const esModules = ["jose", "uuid", "chokidar", "readdirp"];

/** @type {import("jest").Config} */
module.exports = {
	testEnvironment: "node",
	testMatch: ["<rootDir>/test/**/*.test.ts"],
	// Asked for by `npm run unit`: what services are built on must be covered.
	collectCoverageFrom: [
		"contracts/**/*.ts",
		"runtime/**/*.ts",
		"functions/*/model.ts",
	],
	coverageReporters: ["text-summary", "lcov"],
	coverageThreshold: {
		"./contracts/": { branches: 90 },
		"./runtime/": { branches: 90 },
		"./functions/": { branches: 90 },
	},
	// What is imported lazily is named as Node wants it.
	moduleNameMapper: { "^(\\.{1,2}/.+)\\.js$": "$1" },
	modulePathIgnorePatterns: ["<rootDir>/.bulkhead/"],
	transform: {
		"\\.[jt]s$": [
			"@swc/jest",
			{
				jsc: { target: "es2023", parser: { syntax: "typescript" } },
				module: { type: "commonjs" },
			},
		],
	},
	transformIgnorePatterns: [`/node_modules/(?!(${esModules.join("|")})/)`],
};
