import { join } from "node:path";
import * as P from "@pulumi/pulumi";
const root = join(__dirname, "../..");
test.each([1, 2, 3])("time %i", async () => {
	const t0 = Date.now(); (Error as any).prepareStackTrace = (e: Error, f: any[]) => [String(e), ...f.map((x) => "    at " + x)].join("\n");
	let t1 = 0, t2 = 0, t3 = 0, n = 0; 
	const heavy = ["@pulumi/pulumi", "@pulumi/pulumi/errors", "@pulumi/aws/dynamodb", "@pulumi/aws/apigatewayv2", "@pulumi/aws/lambda", "@pulumi/aws/cloudwatch", "@pulumi/aws/iam", "@pulumi/aws/sqs", "@pulumi/aws/s3", "@pulumi/aws/types/enums", "zod", "esbuild"];
	const loaded = Object.fromEntries(heavy.map((m) => [m, require(m)]));
	await jest.isolateModulesAsync(async () => {
		for (const m of heavy) jest.doMock(m, () => loaded[m]);
		const pulumi = require("@pulumi/pulumi");
		t1 = Date.now();
		await pulumi.runtime.setMocks({ newResource: (a: any) => { n++; return { id: a.name + "_id", state: { ...a.inputs, arn: "arn:" + a.name, name: a.inputs.name ?? a.name, replicas: (a.inputs.replicas ?? []).map((r: any) => ({ ...r, arn: "x", streamArn: "y" })) } }}, call: () => ({}) }, "bulkhead", "dev", true);
		pulumi.runtime.setAllConfig({ "bulkhead:regions": '["us-east-1","us-west-2"]', "bulkhead:stage": "prod", "bulkhead:issuer": "https://issuer.example.com", "bulkhead:audience": "x", "aws:region": "us-east-1" });
		await pulumi.runtime.runInPulumiStack(async () => { const m= require(join(root, "index.ts")); t3=Date.now(); return m; });
		await pulumi.runtime.disconnect();
		t2 = Date.now();
	});
	console.log(t1 - t0, t3-t1, t2 - t3, n);
});
