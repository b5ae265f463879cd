import * as z from "zod";
import { UserError } from "../../local/user-error";

/** What GitHub refuses. */
export class GitHubError extends UserError {
	constructor(
		readonly status: number,
		message: string,
	) {
		super(message);
	}
}

/** The repository that a workflow runs for, as GitHub's API has it. https://docs.github.com/en/rest */
export class Repository {
	constructor(
		private readonly url: string,
		private readonly name: string,
		private readonly token: string,
	) {}

	/** As a workflow's environment says. */
	static of(environment: NodeJS.ProcessEnv): Repository {
		const {
			GITHUB_API_URL: url = "https://api.github.com",
			GITHUB_REPOSITORY: name,
			GITHUB_TOKEN: token,
		} = environment;
		if (!name || !token)
			throw new UserError(
				"GITHUB_REPOSITORY and GITHUB_TOKEN are not set: this command is for workflows of GitHub.",
			);
		return new Repository(url, name, token);
	}

	async one<T>(path: string, item: z.ZodType<T>): Promise<T> {
		return item.parse(await this.ask("GET", path));
	}

	/** All pages of a list. */
	async all<T>(path: string, item: z.ZodType<T>): Promise<T[]> {
		const found: T[] = [];
		for (let page = 1; ; page++) {
			const mark = path.includes("?") ? "&" : "?";
			const answer = await this.ask(
				"GET",
				`${path}${mark}per_page=100&page=${page}`,
			);
			const items = z.array(item).parse(answer);
			found.push(...items);
			if (items.length < 100) return found;
		}
	}

	send(method: "POST" | "PATCH", path: string, body: object): Promise<unknown> {
		return this.ask(method, path, body);
	}

	private async ask(method: string, path: string, body?: object) {
		const answer = await fetch(`${this.url}/repos/${this.name}/${path}`, {
			method,
			headers: {
				accept: "application/vnd.github+json",
				authorization: `Bearer ${this.token}`,
				"x-github-api-version": "2022-11-28",
			},
			...(body && { body: JSON.stringify(body) }),
		});
		if (!answer.ok)
			throw new GitHubError(
				answer.status,
				`GitHub answers ${answer.status} to ${method} ${path}: ${await answer.text()}`,
			);
		const given: unknown = await answer.json();
		return given;
	}
}

/** Who a workflow's token acts as: what others wrote is not touched, whatever it begins with. */
export const ourselves = "github-actions[bot]";
