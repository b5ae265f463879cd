/** The classes that the prior art makes its clients of, anew at each invocation. */
export { EventBridgeClient } from "@aws-sdk/client-eventbridge";
export { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
