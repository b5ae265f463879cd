import { isEnough } from "../../../local/emulator/python";

it.each([
	["Python 3.10.0", true],
	["Python 3.14.1\n", true],
	["Python 3.9.6", false],
	["Python 2.7.18", false],
	[undefined, false],
])("%s is enough for the emulator: %s", (version, expected) => {
	expect(isEnough(version)).toBe(expected);
});
