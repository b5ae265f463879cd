export * from "../../../../testkit/telemetry";
