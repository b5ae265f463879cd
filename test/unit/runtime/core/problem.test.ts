import { problemOf } from "../../../../runtime/core/problem";
import { InvalidData } from "../../../../runtime/core/validation";
import {
	BadRequest,
	Conflict,
	Forbidden,
	NotFound,
	Refusal,
	Retryable,
	TooLarge,
	TooManyRequests,
	Unprocessable,
} from "../../../../runtime/errors";

test.each([
	[400, "Bad Request", new BadRequest("why")],
	[403, "Forbidden", new Forbidden("why")],
	[404, "Not Found", new NotFound("why")],
	[409, "Conflict", new Conflict("why")],
	[413, "Content Too Large", new TooLarge("why")],
	[418, "Teapot", new Refusal(418, "Teapot", "why")],
	[422, "Unprocessable Content", new Unprocessable("why")],
	[429, "Too Many Requests", new TooManyRequests("why")],
])("%i %s says why", (status, title, error) => {
	expect(problemOf(error, "request-1")).toEqual({
		type: "about:blank",
		title,
		status,
		detail: "why",
		instance: "urn:request:request-1",
	});
});

test("a refusal names the places", () => {
	const errors = [{ path: "body.price", message: "too low" }];
	expect(problemOf(new BadRequest("why", errors), "1").errors).toEqual(errors);
	expect(problemOf(new Unprocessable("why", errors), "1").errors).toEqual(
		errors,
	);
});

test("throttled by AWS is 429, without AWS's words", () => {
	const error = Object.assign(new Error("secret table is throttled"), {
		name: "ProvisionedThroughputExceededException",
	});
	const problem = problemOf(error, "1");
	expect(problem.status).toBe(429);
	expect(JSON.stringify(problem)).not.toContain("secret");
});

test.each([
	["a bug", new TypeError("secret is undefined")],
	[
		"access denied",
		Object.assign(new Error("secret role"), { name: "AccessDeniedException" }),
	],
	[
		"an answer that its schema refuses",
		new InvalidData("secret", [{ path: "secret", message: "" }]),
	],
	["a connector's", new Retryable("secret host is down")],
	["no error at all", "secret"],
	["nothing", undefined],
])("%s is 500 and says nothing of it, never a stack", (_, error) => {
	const problem = problemOf(error, "request-1");
	expect(problem).toMatchObject({
		status: 500,
		instance: "urn:request:request-1",
	});
	expect(JSON.stringify(problem)).not.toMatch(/secret| at |stack/);
});
