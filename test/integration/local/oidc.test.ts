import { type OidcIssuer, startIssuer } from "../../../local/oidc";
import { type Platform, startPlatform } from "./platform";

jest.setTimeout(120_000);

let issuer: OidcIssuer;
let platform: Platform;
let url: string;

beforeAll(async () => {
	issuer = await startIssuer();
	platform = await startPlatform(issuer.issuer);
	const { outputs } = await platform.apply();
	url = `${outputs.apiUrl}/things`;
});

afterAll(async () => {
	await platform?.stop();
	await issuer?.stop();
});

const good = { subject: "user", audience: "web", scopes: ["things:read"] };

async function status(token?: string): Promise<number> {
	const headers: Record<string, string> = token
		? { authorization: `Bearer ${token}` }
		: {};
	return (await fetch(url, { headers })).status;
}

describe("an API route with a JWT authorizer", () => {
	it("takes a token with the scope", async () => {
		expect(await status(await issuer.token(good))).toBe(200);
	});

	it("answers 401 without a token", async () => {
		expect(await status()).toBe(401);
	});

	it.each([
		["another audience", { ...good, audience: "other" }, 401],
		["an expired token", { ...good, expiresIn: "-1m" }, 401],
		["another scope", { ...good, scopes: ["things:write"] }, 403],
	])("refuses %s", async (_, request, expected) => {
		expect(await status(await issuer.token(request))).toBe(expected);
	});

	it("refuses another issuer's token", async () => {
		const other = await startIssuer();
		const token = await other.token(good);
		await other.stop();
		expect(await status(token)).toBe(401);
	});
});
