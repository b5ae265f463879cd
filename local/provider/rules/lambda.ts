import { Runtime } from "@pulumi/aws/types/enums/lambda";
import { isObject } from "../values";
import {
	arn,
	atLeast,
	between,
	conflict,
	each,
	exactlyOne,
	items,
	json,
	length,
	matches,
	oneOf,
	type Rule,
	together,
} from "./rule";

/** What only a mapping of a stream has. */
const streamOnly = [
	"startingPosition",
	"startingPositionTimestamp",
	"parallelizationFactor",
	"bisectBatchOnFunctionError",
	"maximumRecordAgeInSeconds",
	"maximumRetryAttempts",
	"tumblingWindowInSeconds",
];

/** The provider takes these for nothing, and says nothing of them to AWS. */
const isUnsent = (path: string, value: unknown) =>
	(path === "bisectBatchOnFunctionError" && String(value) === "false") ||
	(path === "tumblingWindowInSeconds" && Number(value) === 0);

/** The service in the ARN of the source; undefined where there is none. */
function sourceOf(value: (path: string) => unknown): string | undefined {
	return String(value("eventSourceArn") ?? "").split(":")[2];
}

/** Of the environment, in bytes, by AWS's count. */
const environmentSize = 4096;
const reserved =
	/^(_HANDLER|_X_AMZN_TRACE_ID|AWS_(DEFAULT_)?REGION|AWS_EXECUTION_ENV|AWS_LAMBDA_(FUNCTION_.+|LOG_.+|INITIALIZATION_TYPE|RUNTIME_API)|AWS_ACCESS_KEY(_ID)?|AWS_SECRET_ACCESS_KEY|AWS_SESSION_TOKEN|LAMBDA_TASK_ROOT|LAMBDA_RUNTIME_DIR)$/;

const environment = (
	says: string,
	isRight: (variables: [string, unknown][]) => boolean,
) =>
	each("environment.variables", says, (value) =>
		isRight(Object.entries(isObject(value) ? value : {})),
	);

const functionName = (path: string) =>
	matches(
		path,
		/^[-\w:$]{1,170}$/,
		"must be the name or the ARN of a function",
	);

// https://github.com/hashicorp/terraform-provider-aws/tree/main/internal/service/lambda
export const lambda: Readonly<Record<string, readonly Rule[]>> = {
	"aws:lambda/function:Function": [
		matches(
			"name",
			/^[-\w]{1,64}$/,
			"must have 1 to 64 letters, digits, hyphens and underscores",
		),
		length("description", 0, 256),
		arn("role"),
		length("handler", 1, 128),
		oneOf("runtime", Object.values(Runtime)),
		oneOf("packageType", ["Zip", "Image"]),
		between("timeout", 1, 900),
		between("memorySize", 128, 32_768),
		together(
			"only a function with capacityProviderConfig has a memorySize above 10240",
			["memorySize", "capacityProviderConfig"],
			(value) =>
				value("capacityProviderConfig") !== undefined ||
				Number(value("memorySize") ?? 0) <= 10_240,
		),
		between("ephemeralStorage.size", 512, 10_240),
		atLeast("reservedConcurrentExecutions", -1),
		items("layers", 0, 5),
		arn("layers[]"),
		oneOf("architectures[]", ["x86_64", "arm64"]),
		items("architectures", 1, 1),
		arn("deadLetterConfig.targetArn"),
		oneOf("tracingConfig.mode", ["Active", "PassThrough"]),
		oneOf("snapStart.applyOn", ["PublishedVersions", "None"]),
		oneOf("loggingConfig.logFormat", ["JSON", "Text"]),
		together(
			"only logFormat JSON has levels",
			[
				"loggingConfig.logFormat",
				"loggingConfig.applicationLogLevel",
				"loggingConfig.systemLogLevel",
			],
			(value) =>
				value("loggingConfig.logFormat") === "JSON" ||
				(value("loggingConfig.applicationLogLevel") === undefined &&
					value("loggingConfig.systemLogLevel") === undefined),
		),
		exactlyOne("code", "imageUri", "s3Bucket"),
		together(
			"a function that is no image needs handler and runtime",
			["packageType", "handler", "runtime"],
			(value) =>
				value("packageType") === "Image" ||
				(value("handler") !== undefined && value("runtime") !== undefined),
		),
		environment(
			"must have names of a letter and then letters, digits and underscores, none of them Lambda's own",
			(variables) =>
				variables.every(
					([name]) => /^[A-Za-z]\w+$/.test(name) && !reserved.test(name),
				),
		),
		environment(
			`must have at most ${environmentSize} bytes`,
			(variables) =>
				variables
					.flat()
					.reduce<number>(
						(sum, text) => sum + Buffer.byteLength(String(text)),
						0,
					) <= environmentSize,
		),
	],
	"aws:lambda/eventSourceMapping:EventSourceMapping": [
		exactlyOne("eventSourceArn", "selfManagedEventSource"),
		between("batchSize", 1, 10_000),
		between("maximumBatchingWindowInSeconds", 0, 300),
		between("parallelizationFactor", 1, 10),
		between("maximumRetryAttempts", -1, 10_000),
		between("tumblingWindowInSeconds", 0, 900),
		between("scalingConfig.maximumConcurrency", 2, 1000),
		each(
			"maximumRecordAgeInSeconds",
			"must be -1 or 60 to 604800",
			(value) =>
				Number(value) === -1 ||
				(Number(value) >= 60 && Number(value) <= 604_800),
		),
		items("filterCriteria.filters", 0, 10),
		json("filterCriteria.filters[].pattern", 4096),
		oneOf("functionResponseTypes[]", ["ReportBatchItemFailures"]),
		oneOf("startingPosition", ["TRIM_HORIZON", "LATEST", "AT_TIMESTAMP"]),
		arn("destinationConfig.onFailure.destinationArn"),
		together(
			"a batchSize above 10 of a queue needs a maximumBatchingWindowInSeconds of at least 1",
			["batchSize", "eventSourceArn", "maximumBatchingWindowInSeconds"],
			(value) =>
				sourceOf(value) !== "sqs" ||
				Number(value("batchSize") ?? 10) <= 10 ||
				Number(value("maximumBatchingWindowInSeconds") ?? 0) >= 1,
		),
		together(
			"the mapping of a stream needs startingPosition",
			["startingPosition", "eventSourceArn"],
			(value) =>
				!["dynamodb", "kinesis"].includes(sourceOf(value) ?? "") ||
				value("startingPosition") !== undefined,
		),
		together(
			`the mapping of a queue has none of ${streamOnly.join(", ")}`,
			["eventSourceArn", ...streamOnly],
			(value) =>
				sourceOf(value) !== "sqs" ||
				streamOnly.every(
					(path) => value(path) === undefined || isUnsent(path, value(path)),
				),
		),
		together(
			"only the mapping of a queue has scalingConfig",
			["eventSourceArn", "scalingConfig"],
			(value) =>
				value("scalingConfig") === undefined || sourceOf(value) === "sqs",
		),
	],
	"aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig": [
		between("maximumEventAgeInSeconds", 60, 21_600),
		between("maximumRetryAttempts", 0, 2),
		arn("destinationConfig.onFailure.destination"),
		arn("destinationConfig.onSuccess.destination"),
	],
	"aws:lambda/permission:Permission": [
		conflict("statementId", "statementIdPrefix"),
		matches(
			"statementId",
			/^[-\w]{1,100}$/,
			"must have 1 to 100 letters, digits, hyphens and underscores",
		),
		matches(
			"action",
			/^(lambda:[*]|lambda:[a-zA-Z]+|[*])$/,
			"must be an action of Lambda, such as lambda:InvokeFunction",
		),
		functionName("function"),
		arn("sourceArn"),
		matches("sourceAccount", /^\d{12}$/, "must be the 12 digits of an account"),
	],
};
