import fc from "fast-check";
import { joined } from "../../../../runtime/core/joined";
import { runs } from "../world/runs";

const part = fc.string({ unit: fc.constantFrom("a", "b", "#", "%", "2", "3") });

test("other parts make another key", () => {
	fc.assert(
		fc.property(part, part, part, part, (a, b, c, d) => {
			const same = a === c && b === d;
			expect(joined(a, b) === joined(c, d)).toBe(same);
		}),
		runs(),
	);
});

test("a list of one user's rows has nobody else's", () => {
	fc.assert(
		fc.property(part, part, part, (user, other, time) => {
			const isListed = joined(other, time).startsWith(joined(user, ""));
			expect(isListed).toBe(user === other);
		}),
		runs(),
	);
});
