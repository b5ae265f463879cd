// swc strips the types (they are checked by `npm run types`); uuid ships only ES modules.
/** @type {import("jest").Config} */
module.exports = {
	testEnvironment: "node",
	testMatch: ["<rootDir>/test/**/*.test.ts"],
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
	transformIgnorePatterns: ["/node_modules/(?!uuid/)"],
};
