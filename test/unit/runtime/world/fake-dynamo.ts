export * from "../../../../testkit/dynamo/fake-dynamo";
