import type * as pulumi from "@pulumi/pulumi";
import type { Drain } from "./drain";
import type { ExpiringBucket } from "./expiring-bucket";
import type { Grantee } from "./grant";
import { joinStack } from "./joined-hub";
import type { KeyAccess } from "./key-access";

export interface Bus {
	name: pulumi.Output<string>;
	arn: pulumi.Output<string>;
}

/** Where the services of a region meet, as they need it: made by this program, or by another one that it joins. */
export interface Hub {
	readonly region: string;
	readonly bus: Bus;
	/** Makes faults of what no function of this program could handle. */
	readonly drain: Drain;
	/** What this program's triggers could not publish. */
	readonly failures: ExpiringBucket;
	/** The name of the bucket for the content of events that are too large for the bus. */
	readonly claimsBucket: pulumi.Output<string>;
	/** For what contracts mark as sensitive; `hubs`: of all regions. */
	protectionKey(hubs: readonly Hub[]): KeyAccess;
	grantPublish(grantee: Grantee): void;
	/** As a mapping's on-failure destination asks for. */
	grantKeepFailures(grantee: Grantee): void;
	/** Put the content of a large event aside. */
	grantClaim(grantee: Grantee): void;
	/** Get it from there, also in another region. */
	grantRedeem(grantee: Grantee): void;
}

export const Hub = {
	/**
	 * The hubs of a running stack, one for each region of the settings, for a service of a repository of its own. The stack's
	 * name is as Pulumi knows it: `<organization>/<project>/<stack>`. Another name, and a stack that has no hub there, fails the
	 * preview with a sentence. A second call in one program needs a `name`.
	 */
	fromStack: joinStack,
};
