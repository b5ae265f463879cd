// Pulumi's protocol of a provider. Spoken here and not by @pulumi/pulumi/provider, which has no creation in a preview.
// https://github.com/pulumi/pulumi/blob/master/proto/pulumi/provider.proto
import * as grpc from "@grpc/grpc-js";
import { version } from "@pulumi/aws/package.json";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import {
	type IResourceProviderServer,
	ResourceProviderService,
} from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import {
	type JavaScriptValue,
	Struct,
} from "google-protobuf/google/protobuf/struct_pb";
import type { Properties } from "../resources/handler";
import { sentence, UserError } from "../user-error";
import type { Named, Provider, State } from "./provider";

const largestMessage = 400 * 1024 * 1024; // bytes, as the engine's

/** Gives the port. */
export function serve(provider: Provider): Promise<number> {
	const server = new grpc.Server({
		"grpc.max_receive_message_length": largestMessage,
	});
	server.addService(ResourceProviderService, {
		...unimplemented(),
		...methods(provider),
	});
	return new Promise((resolve, reject) => {
		server.bindAsync(
			"127.0.0.1:0",
			grpc.ServerCredentials.createInsecure(),
			(error, port) => (error ? reject(error) : resolve(port)),
		);
	});
}

function methods(provider: Provider) {
	return {
		getPluginInfo: unary(() => new PluginInfo().setVersion(version)),
		cancel: unary(() => new Empty()),
		// The engine opens secrets for it, and keeps them secret in the state.
		configure: unary((request: messages.ConfigureRequest) => {
			provider.configure(valuesOf(request.getArgs()));
			return new messages.ConfigureResponse().setSupportspreview(true);
		}),
		check: unary((request: messages.CheckRequest) => {
			const { inputs, problems } = provider.check(
				namedBy(request),
				valuesOf(request.getOlds()),
				valuesOf(request.getNews()),
			);
			const failures = problems.map(({ path, message }) =>
				new messages.CheckFailure()
					.setProperty(path.map(String).join("."))
					.setReason(message),
			);
			return new messages.CheckResponse()
				.setInputs(struct(inputs))
				.setFailuresList(failures);
		}),
		diff: unary((request: messages.DiffRequest) => {
			const { changed, replacing, deleteFirst } = provider.diff(
				namedBy(request),
				valuesOf(request.getOldInputs()),
				valuesOf(request.getNews()),
			);
			const { DIFF_SOME, DIFF_NONE } = messages.DiffResponse.DiffChanges;
			return new messages.DiffResponse()
				.setChanges(changed.length > 0 ? DIFF_SOME : DIFF_NONE)
				.setDiffsList(changed)
				.setReplacesList(replacing)
				.setDeletebeforereplace(replacing.length > 0 && deleteFirst);
		}),
		create: unary(async (request: messages.CreateRequest) => {
			const resource = namedBy(request);
			const inputs = valuesOf(request.getProperties());
			const response = new messages.CreateResponse();
			if (request.getPreview())
				return response.setProperties(
					struct(provider.previewCreate(resource, inputs)),
				);
			const { id, outputs } = await provider.create(resource, inputs);
			return response.setId(id).setProperties(struct(outputs));
		}),
		update: unary(async (request: messages.UpdateRequest) => {
			const resource = namedBy(request);
			const before = stateOf(
				request.getId(),
				request.getOldInputs(),
				request.getOlds(),
			);
			const inputs = valuesOf(request.getNews());
			const outputs = request.getPreview()
				? provider.previewUpdate(resource, before, inputs)
				: (await provider.update(resource, before, inputs)).outputs;
			return new messages.UpdateResponse().setProperties(struct(outputs));
		}),
		read: unary(async (request: messages.ReadRequest) => {
			const before = stateOf(
				request.getId(),
				request.getInputs(),
				request.getProperties(),
			);
			const found = await provider.read(namedBy(request), before);
			// Without an id: there is none.
			if (!found) return new messages.ReadResponse();
			return new messages.ReadResponse()
				.setId(found.id)
				.setInputs(struct(found.inputs))
				.setProperties(struct(found.outputs));
		}),
		delete: unary(async (request: messages.DeleteRequest) => {
			const before = stateOf(
				request.getId(),
				request.getOldInputs(),
				request.getProperties(),
			);
			await provider.delete(namedBy(request), before);
			return new Empty();
		}),
		invoke: unary((request: messages.InvokeRequest) => {
			const answer = provider.invoke(
				request.getTok(),
				valuesOf(request.getArgs()),
			);
			return new messages.InvokeResponse().setReturn(struct(answer));
		}),
	} satisfies Partial<IResourceProviderServer>;
}

type Unary<Request, Response> = grpc.handleUnaryCall<Request, Response>;

function unary<Request, Response>(
	answer: (request: Request) => Response | Promise<Response>,
): Unary<Request, Response> {
	return async ({ request }, callback) => {
		try {
			callback(null, await answer(request));
		} catch (error) {
			// A mistake of the user's is its sentence; anything else is for who mends it.
			if (!(error instanceof UserError)) console.error(error);
			callback({ code: grpc.status.UNKNOWN, message: sentence(error) });
		}
	};
}

/** The engine does without the others. */
function unimplemented(): grpc.UntypedServiceImplementation {
	const refuse: Unary<unknown, unknown> = (_call, callback) =>
		callback({ code: grpc.status.UNIMPLEMENTED });
	const names = Object.keys(ResourceProviderService);
	return Object.fromEntries(names.map((name) => [name, refuse]));
}

function namedBy(request: { getUrn(): string }): Named {
	const urn = request.getUrn();
	const [types = "", name = ""] = urn.split("::").slice(2);
	return { urn, type: types.split("$").at(-1) ?? "", name };
}

function stateOf(
	id: string,
	inputs: Struct | undefined,
	outputs: Struct | undefined,
): State {
	return { id, inputs: valuesOf(inputs), outputs: valuesOf(outputs) };
}

function valuesOf(values: Struct | undefined): Properties {
	return values?.toJavaScript() ?? {};
}

/** The protocol has no word for undefined. */
function struct(values: Properties): Struct {
	const json: Record<string, JavaScriptValue> = JSON.parse(
		JSON.stringify(values),
	);
	return Struct.fromJavaScript(json);
}
