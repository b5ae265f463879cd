export * from "../../../../testkit/dynamo/wire";
