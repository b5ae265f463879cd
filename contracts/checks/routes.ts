import type { Contract } from "../contract";
import { parseRouteKey } from "../route";

/** Routes that API Gateway would refuse, or could not tell apart. */
export function illegalRoutes({ name, api }: Contract): string[] {
	const seen = new Map<string, string>();
	return Object.keys(api).flatMap((key) => {
		const parsed = parseRouteKey(key);
		if (!parsed)
			return [
				`${name}: the route "${key}" must be "<METHOD> /path/{parameter}"`,
			];
		const { method, path, parameters } = parsed;
		const problems: string[] = [];
		if (new Set(parameters).size < parameters.length)
			problems.push(`${name}: the route "${key}" names a parameter twice`);
		const shape = `${method} ${path.replaceAll(/\{[^}]+\}/g, "{}")}`;
		const other = seen.get(shape);
		if (other)
			problems.push(`${name}: "${key}" and "${other}" are the same route`);
		seen.set(shape, key);
		return problems;
	});
}
