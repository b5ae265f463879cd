import { shellVariables } from "../../../local/shell-file";

test("a shell gets each service's URLs, the first region's by the service's name, and its token", () => {
	const apis = {
		"order-desk": { "us-east-1": "http://a", "us-west-2": "http://b" },
		silent: {},
	};
	expect(shellVariables(apis, new Map([["order-desk", "eyJ"]]))).toBe(
		[
			"ORDER_DESK_URL='http://a'",
			"ORDER_DESK_US_EAST_1_URL='http://a'",
			"ORDER_DESK_US_WEST_2_URL='http://b'",
			"ORDER_DESK_TOKEN='eyJ'",
			"",
		].join("\n"),
	);
});
