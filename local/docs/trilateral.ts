import type { External } from "../../contracts/external";
import { kinds, type Services } from "./member";
import {
	header,
	margin,
	rowHeight,
	ServiceDrawing,
	type Trilateral,
} from "./service-drawing";
import { columnsOf, gap, heard, said } from "./sides";
import { stationsOf } from "./stations";
import { headroom, lineHeight, widthOfAll } from "./text";

type Service = Services[number];

/** Between what is below the box. */
const between = 32;

/** Lays out one service, always in the same way for the same contracts. */
export function trilateral(
	service: Service,
	services: Services,
	externals: readonly External[] = [],
): Trilateral {
	const { name, kind, owner } = service;
	const sides = [
		heard(service, [...services, ...externals]),
		said(service, services),
	] as const;
	const [left, right] = sides.map(columnsOf);
	const stations = stationsOf(service);
	const below = sum(stations.map(({ width }) => width + between)) - between;
	const title = [name, `${kinds[kind]}, owned by ${owner}`];
	const boxWidth = Math.max(
		(left?.inside ?? 0) + (right?.inside ?? 0) + 4 * gap,
		widthOfAll(title),
		below,
	);
	const drawing = new ServiceDrawing(name);
	const users = usersOf(service);
	const top = margin + (users ? headroom + lineHeight + 8 + 36 : 0);
	const rows = Math.max(...sides.map(({ length }) => length));
	const box = {
		...{ x: margin + (left?.outside ?? 0), y: top, width: boxWidth },
		height: header + rows * rowHeight + 10,
	};
	drawing.box = box;
	const middle = box.x + box.width / 2;
	drawing.write("name", title[0] ?? "", { x: middle, y: top + 8 });
	drawing.write("muted", title[1] ?? "", { x: middle, y: top + 30 });
	if (users) drawing.users(users, middle);
	drawing.events("consumed", sides[0]);
	drawing.events("produced", sides[1]);
	let x = middle - below / 2;
	const length = Math.max(40, ...stations.map(({ lines }) => lines * 18 + 16));
	for (const station of stations) {
		station.draw(drawing, x + station.middle, length);
		x += station.width + between;
	}
	return drawing.cut();
}

function usersOf({ api }: Service) {
	const routes = Object.values(api);
	if (routes.length === 0) return undefined;
	const scopes = new Set(routes.flatMap(({ scopes }) => scopes));
	return {
		who: `users with ${[...scopes].join(", ") || "any token"}`,
		routes: routes.length === 1 ? "1 route" : `${routes.length} routes`,
	};
}

function sum(values: readonly number[]): number {
	return values.reduce((total, value) => total + value, 0);
}
