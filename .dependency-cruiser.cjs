// Which folder may import which; `npm test` runs it. Imports of types count: they are dependencies of the reader, too.
const aws =
	"node_modules/(@aws-sdk|@smithy|@aws-lambda-powertools|@types/aws-lambda|aws-lambda)(/|$)";
const pulumi = "node_modules/@pulumi(/|$)";

/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
	forbidden: [
		{
			name: "contracts-import-nothing-of-ours",
			comment:
				"The contract library knows zod and itself: neither AWS nor Pulumi, no other folder, not even Node.",
			severity: "error",
			from: { path: "^contracts/" },
			to: { pathNot: "^contracts/|node_modules/zod/" },
		},
		{
			name: "runtime-imports-contracts-only",
			comment:
				"Functions -> runtime -> contracts: the runtime runs in Lambda and knows no service, component or tool.",
			severity: "error",
			from: { path: "^runtime/" },
			to: {
				path: [
					"^(components|functions|local|ops|bench|test)/",
					"^index\\.ts$",
					pulumi,
				],
			},
		},
		{
			name: "functions-import-runtime-and-contracts-only",
			comment:
				"A function is the service's own code, the runtime's entry points and the contract library.",
			severity: "error",
			from: { path: "^functions/" },
			to: {
				path: [
					"^(components|local|ops|bench|test)/",
					"^index\\.ts$",
					"^runtime/(core|hub)/",
					"^contracts/(?!index\\.ts)",
					pulumi,
				],
			},
		},
		{
			name: "services-share-no-code",
			comment:
				"Services share events, not code: copy what you need into your own contract.",
			severity: "error",
			from: { path: "^functions/([^/]+)/" },
			to: { path: "^functions/", pathNot: "^functions/$1/" },
		},
		{
			name: "contract-imports-contracts-only",
			comment:
				"The program that deploys reads contracts: they must not bring the functions' code with them.",
			severity: "error",
			from: { path: "^functions/[^/]+/contract\\.ts$" },
			to: { pathNot: "^contracts/index\\.ts$" },
		},
		{
			name: "list-of-services-imports-contracts-only",
			comment:
				"functions/index.ts is read by the program that deploys: it imports each service's contract and nothing else.",
			severity: "error",
			from: { path: "^functions/index\\.ts$" },
			to: { pathNot: "^functions/[^/]+/contract\\.ts$|^contracts/index\\.ts$" },
		},
		{
			name: "model-imports-no-cloud",
			comment:
				"A model is business logic behind ports: no SDK, no adapter of its service, of the runtime only the errors.",
			severity: "error",
			from: { path: "^functions/([^/]+)/model\\.ts$" },
			to: {
				path: [
					aws,
					"^runtime/",
					"^functions/$1/(connector|listener|trigger|rest|job)\\.ts$",
				],
				pathNot: "^runtime/errors\\.ts$",
			},
		},
		{
			name: "components-import-contracts-only",
			comment:
				"Components take services and the runtime as sources to bundle, by path; they import contracts.",
			severity: "error",
			from: { path: "^components/" },
			to: {
				path: ["^(runtime|functions|local|ops|bench|test)/", "^index\\.ts$"],
			},
		},
		{
			name: "index-imports-components-and-functions-only",
			comment:
				"The program is a table of contents: components, and the list of services.",
			severity: "error",
			from: { path: "^index\\.ts$" },
			to: { pathNot: ["^components/", "^functions/index\\.ts$", pulumi] },
		},
		{
			name: "policy-imports-itself-only",
			comment:
				"The policy pack judges the program: it shares no code with it, and Pulumi loads it alone.",
			severity: "error",
			from: { path: "^policy/" },
			to: { pathNot: "^policy/|node_modules/(@pulumi/policy|zod)/" },
		},
		{
			name: "nothing-imports-tests",
			comment:
				"Tests import the rest, never the other way round; the bench drives the same journey.",
			severity: "error",
			from: { pathNot: "^(test|bench)/" },
			to: { path: "^test/" },
		},
		{
			name: "test-kit-imports-runtime-and-contracts-only",
			comment:
				"The kit runs the real runtime over a world in memory; of this machine's platform it takes the stream's state machine.",
			severity: "error",
			from: { path: "^testkit/" },
			to: {
				path: [
					"^(components|functions|local|ops|bench|test)/",
					"^index\\.ts$",
					pulumi,
				],
				pathNot: "^local/streams/",
			},
		},
		{
			name: "only-tests-import-the-test-kit",
			comment: "What is deployed knows nothing of its tests.",
			severity: "error",
			from: { pathNot: "^(test|testkit)/" },
			to: { path: "^testkit/" },
		},
		{
			name: "no-cycles",
			comment:
				"Two files that need each other are one, or lack a third. Types alone may: they are gone when the code runs.",
			severity: "error",
			from: {},
			to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
		},
		{
			name: "no-orphans",
			comment: "Nobody imports it and it imports nobody: delete it.",
			severity: "error",
			from: { orphan: true, pathNot: "\\.d\\.ts$" },
			to: {},
		},
		{
			name: "no-unresolvable",
			comment: "It is not there, or not in package.json.",
			severity: "error",
			from: {},
			to: { couldNotResolve: true },
		},
	],
	options: {
		doNotFollow: { path: "node_modules" },
		// The prior art has a package of its own.
		exclude: { path: "^bench/prior-art/" },
		tsPreCompilationDeps: true,
		tsConfig: { fileName: "tsconfig.check.json" },
		enhancedResolveOptions: {
			exportsFields: ["exports"],
			conditionNames: ["import", "require", "node", "types"],
		},
	},
};
