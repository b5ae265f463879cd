import type { Recording, Registered } from "../record/recording";
import type { Given } from "./grants";
import { Places } from "./place";
import { canonical } from "./values";

const route = "aws:apigatewayv2/route:Route";

/** Who may call which route: anybody, or whoever has a token of an issuer with a scope. */
export function routeGrants(
	{ resources, regions }: Recording,
	allRegions: readonly string[] = regions,
): Given[] {
	const places = new Places(resources, allRegions);
	const byUrn = new Map(resources.map((each) => [each.urn, each]));
	const referred = ({ propertyDependencies }: Registered, property: string) =>
		(propertyDependencies[property] ?? []).flatMap(
			(urn) => byUrn.get(urn) ?? [],
		)[0];
	return resources
		.filter(({ type }) => type === route)
		.map((each): Given => {
			const { routeKey, authorizationType = "NONE" } = each.inputs;
			const isPublic = authorizationType === "NONE";
			return [
				each.urn,
				{
					...places.of(each),
					kind: "route" as const,
					effect: "allow" as const,
					who: isPublic
						? "anybody"
						: callers(each, referred(each, "authorizerId")),
					action: String(routeKey),
					on: referred(each, "apiId")?.name ?? String(each.inputs.apiId),
					public: isPublic,
				},
			];
		});
}

function callers(
	{ inputs }: Registered,
	authorizer: Registered | undefined,
): string {
	const { authorizationType, authorizationScopes } = inputs;
	const scopes = Array.isArray(authorizationScopes)
		? authorizationScopes.map(String)
		: [];
	const which =
		scopes.length > 0 ? `with ${scopes.sort().join(" or ")}` : "of any scope";
	if (authorizationType !== "JWT")
		return `whoever ${authorizationType} lets in`;
	const { issuer, audiences } = {
		...Object(authorizer?.inputs.jwtConfiguration),
	};
	const of = `of ${issuer ?? "the authorizer"} for ${canonical(audiences ?? [])}`;
	return `a token ${which}, ${of}`;
}
