import { ProjectCopy } from "../fixtures/project-copy";

const parts = [
	"components",
	"contracts",
	"functions",
	"runtime",
	"index.ts",
	"Pulumi.yaml",
	"Pulumi.dev.yaml",
	"Pulumi.prod.yaml",
	"Pulumi.preview.yaml",
];
const made: ProjectCopy[] = [];

/** A copy that a test may edit before it is evaluated: jest reads a file once. */
export class Project extends ProjectCopy {
	constructor() {
		super("infra", parts);
		made.push(this);
	}
}

export function removeProjects(): void {
	for (const project of made.splice(0)) project.remove();
}
