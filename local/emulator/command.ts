import { dirname, join } from "node:path";
import type { Installed } from "./install";

export interface Command {
	file: string;
	args: string[];
	env: Record<string, string>;
}

/** The npm package `node` carries the version that Lambda runs, whatever the user has. */
const nodeOfLambda = join(dirname(require.resolve("node/package.json")), "bin");

/** The emulator's command with all that it may know of this machine: functions inherit this environment. */
export function emulatorCommand(
	installed: Exclude<Installed, { kind: "running" }>,
	port: number,
	folder: string,
): Command {
	const settings = {
		GATEWAY_PORT: String(port),
		BIND_HOST: "127.0.0.1",
		LAMBDA_EXECUTOR: "local",
		// Both would listen on fixed ports of every interface.
		IOT_MTLS_ENABLED: "0",
		SFTP_ENABLED: "0",
	};
	if (installed.kind === "image") {
		// The host's network, so that functions reach the issuer and the emulator under the same addresses as here.
		const flags = Object.entries(settings).map((s) => `--env=${s.join("=")}`);
		return {
			file: "docker",
			args: ["run", "--rm", "--network=host", ...flags, installed.image],
			env: { PATH: process.env.PATH ?? "", HOME: process.env.HOME ?? "" },
		};
	}
	return {
		file: installed.python,
		args: ["-I", "-u", join(__dirname, "launch.py")],
		env: {
			...settings,
			PATH: `${nodeOfLambda}:${process.env.PATH ?? ""}`,
			// Functions' working copies and an empty home: nothing of the user's own ~/.aws is found.
			TMPDIR: folder,
			HOME: folder,
			LANG: "C.UTF-8",
			// Of the emulator's own worker script, not of any function.
			NODE_OPTIONS: "--disable-warning=DEP0169",
		},
	};
}
