import type * as pulumi from "@pulumi/pulumi";
import type { BucketAccess } from "./bucket-access";
import { Component } from "./component";
import type { Drain } from "./drain";
import type { ExpiringBucket } from "./expiring-bucket";
import type { Grantee } from "./grant";
import type { Bus, Hub } from "./hub";
import type { KeyAccess } from "./key-access";

/** What functions may do in a hub is the same, whoever has made it. */
export abstract class AnyHub extends Component implements Hub {
	abstract readonly region: string;
	abstract readonly bus: Bus;
	abstract readonly drain: Drain;
	abstract readonly failures: ExpiringBucket;
	/** The bucket for the content of events that are too large for the bus. */
	protected abstract get claimed(): BucketAccess;

	abstract protectionKey(hubs: readonly Hub[]): KeyAccess;

	get claimsBucket(): pulumi.Output<string> {
		return this.claimed.name;
	}

	grantPublish(grantee: Grantee): void {
		grantee.allow("publish", [
			{ actions: ["events:PutEvents"], resources: [this.bus.arn] },
		]);
	}

	grantKeepFailures(grantee: Grantee): void {
		this.failures.access.grantDestination(grantee);
	}

	grantClaim(grantee: Grantee): void {
		this.claimed.grantKeep(grantee);
	}

	grantRedeem(grantee: Grantee): void {
		this.claimed.grantFetch(grantee);
	}
}
