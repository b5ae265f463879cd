import { createServer } from "node:http";
import {
	calculateJwkThumbprint,
	exportJWK,
	generateKeyPair,
	SignJWT,
} from "jose";
import { choosePort } from "./emulator/port";

export interface TokenRequest {
	subject: string;
	scopes?: string[];
	audience: string;
	/** As jose reads it, `10m` or `-1s`. Default: `12h`. */
	expiresIn?: string;
	/** Further claims, such as a tenant. */
	claims?: Record<string, unknown>;
}

export interface OidcIssuer {
	/** What an API's authorizer is given as its issuer. */
	issuer: string;
	token(request: TokenRequest): Promise<string>;
	stop(): Promise<void>;
}

/** An OpenID Connect issuer on this machine. Its keys are new at each start, so its tokens are worth nothing elsewhere. */
export async function startIssuer({
	port,
}: {
	port?: number;
} = {}): Promise<OidcIssuer> {
	const { publicKey, privateKey } = await generateKeyPair("RS256");
	const jwk = await exportJWK(publicKey);
	const kid = await calculateJwkThumbprint(jwk);

	const chosen = await choosePort(port);
	const issuer = `http://127.0.0.1:${chosen}`;
	const documents: Record<string, unknown> = {
		"/.well-known/openid-configuration": {
			issuer,
			jwks_uri: `${issuer}/jwks`,
			response_types_supported: ["token"],
			subject_types_supported: ["public"],
			id_token_signing_alg_values_supported: ["RS256"],
		},
		"/jwks": { keys: [{ ...jwk, kid, alg: "RS256", use: "sig" }] },
	};
	const server = createServer((request, response) => {
		const document = documents[request.url ?? ""];
		response.writeHead(document ? 200 : 404, {
			"content-type": "application/json",
		});
		response.end(JSON.stringify(document ?? { error: "not found" }));
	});
	await new Promise<void>((resolve, reject) => {
		server.once("error", reject);
		server.listen(chosen, "127.0.0.1", resolve);
	});

	return {
		issuer,
		token: ({ subject, scopes = [], audience, expiresIn = "12h", claims }) =>
			new SignJWT({ ...claims, scope: scopes.join(" ") })
				.setProtectedHeader({ alg: "RS256", kid })
				.setIssuer(issuer)
				.setSubject(subject)
				.setAudience(audience)
				.setIssuedAt()
				.setExpirationTime(expiresIn)
				.sign(privateKey),
		stop: () =>
			new Promise((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			}),
	};
}
