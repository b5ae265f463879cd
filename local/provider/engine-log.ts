import * as grpc from "@grpc/grpc-js";
import { EngineClient } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { LogRequest, LogSeverity } from "@pulumi/pulumi/proto/engine_pb";

/** What is worth a word about a resource, where the engine shows it: beside the resource. */
export function engineLog(address: string) {
	const engine = new EngineClient(address, grpc.credentials.createInsecure());
	return (urn: string, message: string) => {
		const request = new LogRequest()
			.setSeverity(LogSeverity.INFO)
			.setUrn(urn)
			.setMessage(message);
		// Whether it was heard is of no importance.
		engine.log(request, () => {});
	};
}
