import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { type Emulator, startEmulator } from "../../../local/emulator/emulator";
import { until } from "../../../local/resources/until";

jest.setTimeout(120_000);

const root = join(__dirname, "../../..");
let emulator: Emulator | undefined;

afterEach(async () => {
	delete process.env.AWS_ENDPOINT_URL;
	await emulator?.stop();
	emulator = undefined;
});

/** Whether anything is left of the process group. */
function isAlive(pid: unknown): boolean {
	try {
		process.kill(-Number(pid), 0);
		return true;
	} catch {
		return false;
	}
}

it("answers at a free port once it has started", async () => {
	emulator = await startEmulator({ root });
	const response = await fetch(`${emulator.endpoint}/_ministack/health`);
	expect(response.status).toBe(200);
});

it("takes the port that it is given", async () => {
	const other = await startEmulator({ root });
	await other.stop();
	const free = new URL(other.endpoint);
	emulator = await startEmulator({ root, port: Number(free.port) });
	expect(emulator.endpoint).toBe(free.origin);
});

it("says that a port is taken", async () => {
	emulator = await startEmulator({ root });
	const port = Number(new URL(emulator.endpoint).port);
	await expect(startEmulator({ root, port })).rejects.toThrow(
		`Port ${port} is taken: stop what listens there, or choose another port.`,
	);
});

it("rejects what waits for it when it dies, with its last lines", async () => {
	emulator = await startEmulator({ root });
	const { gone } = emulator;
	process.kill(emulator.pid ?? 0, "SIGKILL");
	await expect(gone).rejects.toThrow(
		/^The emulator ended \(SIGKILL\), and what was in it is gone: start again\. Its last lines:\n.*Running on/s,
	);
});

it("ends with the process that started it, even when that is killed", async () => {
	const script = `
		require("${join(root, "local/emulator/emulator")}")
			.startEmulator({ root: "${root}" })
			.then((emulator) => console.log(emulator.pid));
	`;
	const parent = spawn(process.execPath, ["--import", "tsx", "-e", script], {
		cwd: root,
	});
	const [pid] = await once(createInterface({ input: parent.stdout }), "line");
	expect(isAlive(pid)).toBe(true);
	parent.kill("SIGKILL");
	const ended = await until(
		async () => (isAlive(pid) ? undefined : "ended"),
		5_000,
	);
	expect(ended).toBe("ended");
});

describe("with AWS_ENDPOINT_URL", () => {
	it("uses the emulator that runs there, and leaves it running", async () => {
		emulator = await startEmulator({ root });
		process.env.AWS_ENDPOINT_URL = emulator.endpoint;
		const same = await startEmulator({ root });
		expect(same.endpoint).toBe(emulator.endpoint);
		await same.stop();
		expect(isAlive(emulator.pid)).toBe(true);
	});

	it("says that none answers there", async () => {
		const server = createServer((_, response) => response.writeHead(500).end());
		server.listen(0, "127.0.0.1");
		await once(server, "listening");
		const address = server.address();
		const port = address && typeof address === "object" ? address.port : 0;
		process.env.AWS_ENDPOINT_URL = `http://127.0.0.1:${port}`;
		await expect(startEmulator({ root })).rejects.toThrow(
			"No emulator answers at http://127.0.0.1:",
		);
		server.closeAllConnections();
		await new Promise((resolve) => server.close(resolve));
	});
});
