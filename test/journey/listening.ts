import * as z from "zod";

const listened = z.object({
	message: z.literal("listened"),
	service: z.string(),
	region: z.string(),
	views: z.array(
		z.object({ id: z.string(), rule: z.string(), result: z.string() }),
	),
});

/** What the listeners did with events, read from their logs as they come. */
export class Listening {
	private readonly seen: {
		service: string;
		region: string;
		id: string;
		result: string;
	}[] = [];

	/** Takes any function's log line. */
	hear(text: string): void {
		const line = listened.safeParse(parse(text));
		if (!line.success) return;
		const { service, region, views } = line.data;
		for (const { id, result } of views)
			this.seen.push({ service, region, id, result });
	}

	/** What a service made of an event, once for each time that it came. */
	resultsOf(service: string, id: string): string[] {
		return this.seen
			.filter((each) => each.service === service && each.id === id)
			.map(({ result }) => result);
	}
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
