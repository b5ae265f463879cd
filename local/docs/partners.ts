import type { Member } from "./member";
import { headroom, heightOf, widthOfAll } from "./text";

/** Who is at the outer side of a service, and how they reach each other. */
export interface Partner {
	id: string;
	size: { width: number; height: number };
	arrows: { kind: string; at: string; words: string }[];
}

/** A service without any has one that is not drawn: so every service is as many columns away. */
export function partnersOf(member: Member): Partner[] {
	const { name, users, systems } = member;
	const of = `service:${name}`;
	const nobody = users === undefined && systems.length === 0;
	const calls = {
		...{ kind: users ? "calls" : "nothing", at: `${of}:called` },
		words: counted(users?.routes ?? 0, "route"),
	};
	const people = {
		id: `users:${name}`,
		...{ size: sizeOfUsers(member), arrows: [calls] },
	};
	const others = systems.map(({ name: system, calls, webhooks }) => {
		const lines = systemLines(system);
		const at = `${of}:${system}`;
		const asks = { kind: "asks", at: `${at}:asked` };
		const tells = { kind: "tells", at: `${at}:told` };
		return {
			id: `system:${name}:${system}`,
			size: { width: widthOfAll(lines), height: heightOf(lines) },
			arrows: [
				...(calls > 0 ? [{ ...asks, words: counted(calls, "call") }] : []),
				...(webhooks > 0
					? [{ ...tells, words: counted(webhooks, "webhook") }]
					: []),
			],
		};
	});
	return [...(users || nobody ? [people] : []), ...others];
}

export const systemLines = (name: string) => [name, "external system"];

const counted = (count: number, what: string) =>
	`${count} ${count === 1 ? what : `${what}s`}`;

function sizeOfUsers({ users }: Member) {
	if (!users) return { width: 1, height: 1 };
	const { lines } = users;
	return { width: widthOfAll(lines), height: heightOf(lines) + headroom };
}
