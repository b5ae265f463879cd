import type { S3Client } from "@aws-sdk/client-s3";
import type { Claim } from "./envelope";

/** Objects in buckets, each in its bucket's own region. */
export interface ObjectStore {
	put(place: Claim, content: string): Promise<void>;
	/** Undefined where there is none. */
	get(place: Claim): Promise<string | undefined>;
}

/** The port to the real buckets; the client is loaded when the first object is wanted. */
export function objectsOf(
	client: (region: string) => Promise<S3Client>,
): ObjectStore {
	return {
		async put({ bucket: Bucket, key: Key, region }, Body) {
			const { PutObjectCommand } = await import("../lazy/s3.js");
			const s3 = await client(region);
			const ContentType = "application/json";
			await s3.send(new PutObjectCommand({ Bucket, Key, Body, ContentType }));
		},
		async get({ bucket: Bucket, key: Key, region }) {
			const { GetObjectCommand, NoSuchKey } = await import("../lazy/s3.js");
			const s3 = await client(region);
			try {
				const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
				return await Body?.transformToString();
			} catch (error) {
				if (error instanceof NoSuchKey) return undefined;
				throw error;
			}
		},
	};
}
