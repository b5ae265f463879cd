import type { ObjectStore } from "../runtime/core/objects";

/** Buckets in memory. */
export function objects(): ObjectStore {
	const contents = new Map<string, string>();
	const place = ({ bucket, key }: { bucket: string; key: string }) =>
		`${bucket}/${key}`;
	return {
		async put(claim, content) {
			contents.set(place(claim), content);
		},
		async get(claim) {
			return contents.get(place(claim));
		},
	};
}
