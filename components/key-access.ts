import type * as pulumi from "@pulumi/pulumi";
import type { Protected, Protection } from "../contracts/protection";
import type { Grantee, Statement } from "./grant";

/** The key of sensitive fields as functions know it, of whichever stack. */
export class KeyAccess {
	constructor(readonly arn: pulumi.Output<string>) {}

	/** Encrypt and open the fields of a function's own contract, and nothing else: KMS compares the context. */
	grantUse(grantee: Grantee, { encrypts, decrypts }: Protection): void {
		const statements = [
			...encrypts.map((fields) => this.statement("GenerateDataKey", fields)),
			...decrypts.map((fields) => this.statement("Decrypt", fields)),
		];
		if (statements.length > 0) grantee.allow("protect", statements);
	}

	private statement(
		action: string,
		{ service, kind, name, fields }: Protected,
	): Statement {
		const context = {
			...(service && { service }),
			[kind]: name,
			field: fields,
		};
		const conditions = Object.entries(context).map(([key, value]) => [
			`kms:EncryptionContext:${key}`,
			value,
		]);
		return {
			actions: [`kms:${action}`],
			resources: [this.arn],
			condition: { StringEquals: Object.fromEntries(conditions) },
		};
	}
}
