import { program } from "commander";
import { platformProblems } from "../contracts/platform";
import { externals, services } from "../functions";
import { contractsReport } from "./contracts-report";

function check(): void {
	const problems = platformProblems(services, externals);
	console.log(contractsReport(services, externals, problems));
	if (problems.length > 0) process.exitCode = 1;
}

if (require.main === module) {
	program
		.name("check")
		.description(
			"Check the services' contracts against each other, as every preview does, and show who hears whom",
		)
		.action(check)
		.parse();
}
