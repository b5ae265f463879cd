export * from "../../../../testkit/dynamo/expression";
