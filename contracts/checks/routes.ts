import type { Contract } from "../contract";
import { parseRouteKey } from "../route";

/** Routes that API Gateway would refuse or could not tell apart, and routes of a service that has none. */
export function illegalRoutes({ name, kind, api }: Contract): string[] {
	const keys = Object.keys(api);
	const problems: string[] = [];
	if (kind === "control" && keys.length > 0)
		problems.push(
			`${name}: a control service has no API: make it a bff, or drop its routes`,
		);
	const seen = new Map<string, string>();
	for (const key of keys) {
		const parsed = parseRouteKey(key);
		if (!parsed) {
			problems.push(
				`${name}: the route "${key}" must be "<METHOD> /path/{parameter}", the method one of GET, POST, PUT, PATCH and DELETE, a parameter a whole segment of the path`,
			);
			continue;
		}
		const { method, path, parameters } = parsed;
		if (new Set(parameters).size < parameters.length)
			problems.push(
				`${name}: the route "${key}" names a parameter twice: rename one`,
			);
		const shape = `${method} ${path.replaceAll(/\{[^}]+\}/g, "{}")}`;
		const other = seen.get(shape);
		if (other)
			problems.push(
				`${name}: "${other}" and "${key}" are the same route: drop one, or change its path`,
			);
		else seen.set(shape, key);
	}
	return problems;
}
