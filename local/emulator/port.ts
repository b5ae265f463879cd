import { createServer } from "node:net";
import { UserError } from "../user-error";

/** The given port if it is free, or any free one, on this machine's own address. */
export function choosePort(wanted = 0): Promise<number> {
	return new Promise((resolve, reject) => {
		const probe = createServer();
		probe.once("error", () =>
			reject(
				new UserError(
					`Port ${wanted} is taken: stop what listens there, or choose another port.`,
				),
			),
		);
		probe.listen(wanted, "127.0.0.1", () => {
			const address = probe.address();
			const port = address && typeof address === "object" ? address.port : 0;
			probe.close(() => resolve(port));
		});
	});
}
