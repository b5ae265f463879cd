export * from "../../../../testkit/records";
