import { mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import { githubCommands } from "../../../ops/github/command";
import { isNote, note } from "../../../ops/github/note";

interface Post {
	id: number;
	number: number;
	body: string;
	title?: string;
	state?: string;
	user: { login: string };
}

interface Pull {
	number: number;
	head: { sha: string };
	state?: string;
	labels?: { name: string }[];
}

/** As much of GitHub as the commands talk to. */
class GitHub {
	comments: Post[] = [];
	issues: Post[] = [];
	pulls: Pull[] = [];
	requests: string[] = [];
	private readonly server: Server;

	constructor() {
		this.server = createServer((request, response) => {
			let text = "";
			request.on("data", (data) => {
				text += data;
			});
			request.on("end", () => {
				const { method, url = "", headers } = request;
				if (headers.authorization !== "Bearer a-token") {
					response.writeHead(401).end("Bad credentials");
					return;
				}
				this.requests.push(`${method} ${url}`);
				const body = text === "" ? {} : JSON.parse(text);
				const answer = this.answer(`${method} ${url}`, body);
				if (!answer) response.statusCode = 404;
				response.end(JSON.stringify(answer ?? { message: "Not Found" }));
			});
		});
	}

	async listen(): Promise<string> {
		await new Promise<void>((done) =>
			this.server.listen(0, "127.0.0.1", () => done()),
		);
		const { port } = this.server.address() as AddressInfo;
		return `http://127.0.0.1:${port}`;
	}

	close(): Promise<void> {
		return new Promise((done) => {
			this.server.close(() => done());
			this.server.closeAllConnections();
		});
	}

	private listed(path: string): object[] {
		if (path === "pulls") return this.pulls;
		if (path !== "issues") return this.comments;
		return this.issues.filter(({ state }) => state !== "closed");
	}

	private answer(request: string, body: object): unknown {
		const [, path = "", query = ""] =
			/^\w+ \/repos\/acme\/food\/([^?]+)\??(.*)$/.exec(request) ?? [];
		const [, pull] = /^pulls\/(\d+)$/.exec(path) ?? [];
		if (pull) return this.pulls.find(({ number }) => number === Number(pull));
		if (request.startsWith("GET")) return page(this.listed(path), query);
		const posts = path.includes("comments") ? this.comments : this.issues;
		if (request.startsWith("POST")) {
			const id = posts.length + 1;
			const user = { login: "github-actions[bot]" };
			const post = { id, number: id, body: "", user, ...body };
			posts.push(post);
			return post;
		}
		const id = Number(path.split("/").at(-1));
		const post = posts.find((each) => each.id === id);
		return Object.assign(Object(post), body);
	}
}

function page(items: readonly object[], query: string): object[] {
	const number = Number(new URLSearchParams(query).get("page"));
	return items.slice((number - 1) * 100, number * 100);
}

let github: GitHub;
let folder: string;
let printed: string[];
let url: string;

beforeEach(async () => {
	github = new GitHub();
	url = await github.listen();
	folder = await mkdtemp(join(tmpdir(), "github-"));
	printed = [];
});
afterEach(async () => {
	await github.close();
	await rm(folder, { recursive: true });
});

async function ops(...args: string[]): Promise<void> {
	const environment = {
		GITHUB_API_URL: url,
		GITHUB_REPOSITORY: "acme/food",
		GITHUB_TOKEN: "a-token",
	};
	const program = new Command();
	for (const command of githubCommands(
		(line) => printed.push(line),
		environment,
	))
		program.addCommand(command);
	for (const command of [program, ...program.commands])
		command.exitOverride().configureOutput({ writeErr: () => {} });
	await program.parseAsync(["node", "ops", ...args]);
}

async function file(text: string): Promise<string> {
	const path = join(folder, "report.md");
	await writeFile(path, text);
	return path;
}

describe("ops comment", () => {
	const marker = ["--marker", "bulkhead-preview: prod"];
	const first = "<!-- bulkhead-preview: prod -->\n";

	it("writes one comment, and edits it ever after", async () => {
		const on = [...marker, "--pull-request", "7"];
		await ops("comment", ...on, "--file", await file(`${first}one change`));
		await ops("comment", ...on, "--file", await file("no change"));
		expect(github.comments.map(({ body }) => body)).toEqual([
			`${first}no change`,
		]);
		expect(printed).toEqual([
			"The comment on #7 is created.",
			"The comment on #7 is edited.",
		]);
	});

	it("finds it behind a hundred others, and leaves those of others alone", async () => {
		const others = Array.from({ length: 150 }, (_, i) => ({
			id: i + 1,
			number: i + 1,
			body: `${first}I am not the bot`,
			user: { login: "somebody" },
		}));
		github.comments = [...others];
		const on = [...marker, "--pull-request", "7"];
		await ops("comment", ...on, "--file", await file("one"));
		await ops("comment", ...on, "--file", await file("two"));
		expect(github.comments).toHaveLength(151);
		expect(github.comments.slice(0, 150)).toEqual(others);
		expect(github.comments.at(-1)?.body).toBe(`${first}two`);
	});

	it("finds the pull request of a fork by its branch and last commit", async () => {
		github.pulls = [
			{ number: 3, head: { sha: "old" } },
			{ number: 4, head: { sha: "new" } },
		];
		const head = ["--head", "some&body:a/branch", "--sha", "new"];
		await ops("comment", ...marker, ...head, "--file", await file("one"));
		expect(github.requests[0]).toBe(
			"GET /repos/acme/food/pulls?state=open&head=some%26body%3Aa%2Fbranch&per_page=100&page=1",
		);
		expect(printed).toEqual(["The comment on #4 is created."]);
	});

	it("writes nothing where the pull request has moved on", async () => {
		github.pulls = [{ number: 3, head: { sha: "newer" } }];
		const head = ["--head", "somebody:branch", "--sha", "old"];
		await ops("comment", ...marker, ...head, "--file", await file("one"));
		expect(github.comments).toEqual([]);
		expect(printed).toEqual([
			"No open pull request of somebody:branch ends with old: nothing is written.",
		]);
	});

	it.each([
		["no pull request", [], "which pull request is it?"],
		["two", ["--pull-request", "7", "--head", "a:b", "--sha", "c"], "which"],
		["a head without a commit", ["--head", "a:b"], "which pull request"],
		["no number", ["--pull-request", "7/comments"], "a number"],
	])("refuses %s", async (_, which, sentence) => {
		const path = await file("one");
		await expect(
			ops("comment", ...marker, ...which, "--file", path),
		).rejects.toThrow(sentence);
		expect(github.requests).toEqual([]);
	});

	it("refuses what is no report", async () => {
		const on = [...marker, "--pull-request", "7", "--file"];
		const link = join(folder, "link.md");
		await symlink("/etc/hostname", link);
		await expect(ops("comment", ...on, link)).rejects.toThrow("is not a file");
		const large = await file("x".repeat(2 ** 20 + 1));
		await expect(ops("comment", ...on, large)).rejects.toThrow("no report");
		const none = join(folder, "none.md");
		await expect(ops("comment", ...on, none)).rejects.toThrow("There is no");
		expect(github.requests).toEqual([]);
	});
});

describe("ops issue", () => {
	const marker = ["--marker", "bulkhead-drift: prod"];

	it("opens one issue, edits it, and closes it once all is well", async () => {
		const titled = [...marker, "--title", "prod has drifted", "--file"];
		await ops("issue", ...titled, await file("a queue"));
		await ops("issue", ...titled, await file("two queues"));
		expect(github.issues).toMatchObject([
			{
				title: "prod has drifted",
				body: "<!-- bulkhead-drift: prod -->\ntwo queues",
			},
		]);
		await ops("issue", ...marker, "--close");
		await ops("issue", ...marker, "--close");
		expect(github.issues).toMatchObject([{ state: "closed" }]);
		await ops("issue", ...titled, await file("a table"));
		expect(github.issues).toHaveLength(2);
		expect(printed).toEqual([
			"The issue is opened.",
			"The issue is edited.",
			"The issue is closed.",
			"There is no issue to close.",
			"The issue is opened.",
		]);
	});

	it("keeps stacks apart", async () => {
		for (const stack of ["dev", "prod"])
			await ops(
				"issue",
				...["--marker", `bulkhead-drift: ${stack}`],
				...["--title", stack, "--file", await file(stack)],
			);
		expect(github.issues.map(({ title }) => title)).toEqual(["dev", "prod"]);
	});

	it("asks for what it lacks", async () => {
		await expect(ops("issue", ...marker)).rejects.toThrow("Either --close, or");
	});
});

describe("the environments of pull requests", () => {
	const labels = [{ name: "urgent" }, { name: "environment" }];
	const pull = (number: number, state: string, labels: { name: string }[]) => ({
		number,
		state,
		labels,
		head: { sha: "a" },
	});
	beforeEach(() => {
		github.pulls = [
			pull(7, "open", labels),
			pull(8, "open", [{ name: "urgent" }]),
			pull(9, "closed", labels),
		];
	});

	it.each([
		["7", "true"],
		["8", "false"],
		["9", "false"],
	])("ops environment: whether #%s is to have one: %s", async (number, is) => {
		await ops("environment", "--pull-request", number);
		expect(printed).toEqual([`wanted=${is}`]);
	});

	it("ops leftover: the stacks whose pull request wants none", async () => {
		const names = ["dev", "pr-7", "pr-8", "pr-9", "pr-9-mine", "my-pr-9"];
		const stacks = names.map((name) => ({ name, current: false }));
		await ops("leftover", "--stacks", await file(JSON.stringify(stacks)));
		expect(printed).toEqual(['["pr-8","pr-9"]']);
	});

	it("ops leftover: leaves alone what is of no pull request", async () => {
		const stacks = [{ name: "pr-10" }, { name: "pr-9" }];
		await ops("leftover", "--stacks", await file(JSON.stringify(stacks)));
		expect(printed).toEqual(['["pr-9"]']);
	});

	it("ops leftover: refuses what is no list of stacks", async () => {
		for (const text of ["{}", "error: no"])
			await expect(
				ops("leftover", "--stacks", await file(text)),
			).rejects.toThrow("is not what `pulumi stack ls --json` prints");
		expect(printed).toEqual([]);
	});

	it("an answer that is neither yes nor no stops them", async () => {
		await expect(ops("environment", "--pull-request", "10")).rejects.toThrow(
			"GitHub answers 404",
		);
	});
});

describe("a note", () => {
	it("calls nobody by name", () => {
		expect(note("m", { text: "ask @acme/owners, not a@b" })).toBe(
			"<!-- m -->\nask @\u200bacme/owners, not a@\u200bb",
		);
	});

	it("is as long as GitHub takes, and ends its block of code", () => {
		const text = `\`\`\`\n${"a line\n".repeat(20_000)}`;
		const made = note("m", { text, header: "whose it is" });
		expect(made.length).toBeLessThan(60_100);
		expect(made).toMatch(/^<!-- m -->\nwhose it is\n\n```\na line\n/);
		expect(made).toMatch(
			/a line\n```\n… \(cut: it is too long for GitHub\)\n$/,
		);
		expect(isNote("m", made)).toBe(true);
	});

	it("says first whose it is, so that nothing in the text hides it", () => {
		for (const open of ["<!--", "```", "<details>"])
			expect(
				note("m", { text: `<!-- m -->\n${open}`, header: "whose" }),
			).toMatch(/^<!-- m -->\nwhose\n\n/);
	});

	it("has no comment but its first line: an open one would hide the rest", () => {
		expect(note("m", { text: "<!-- m -->\na\n<!-- b\nc" })).toBe(
			"<!-- m -->\na\n<\u200b!-- b\nc",
		);
	});

	it("is known by its first line alone", () => {
		expect(isNote("m", "text\n<!-- m -->\n")).toBe(false);
		expect(isNote("m", "<!-- mm -->\n")).toBe(false);
		expect(isNote("m", null)).toBe(false);
		// As the web page stores what somebody edited.
		expect(isNote("m", "<!-- m -->\r\ntext")).toBe(true);
	});
});

it("outside a workflow it says so", async () => {
	const [comment] = githubCommands(() => {}, {});
	const run = comment?.parseAsync(
		["--marker", "m", "--pull-request", "1", "--file", await file("a")],
		{ from: "user" },
	);
	await expect(run).rejects.toThrow("this command is for workflows of GitHub");
});
