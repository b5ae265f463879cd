import { authorizer, integration, route } from "./api-routes";
import { api, stage } from "./apigateway";
import { table } from "./dynamodb";
import { eventSourceMapping } from "./event-source-mapping";
import { eventTarget } from "./event-target";
import { eventArchive, eventBus, eventRule } from "./eventbridge";
import type { Handler } from "./handler";
import { role, rolePolicy } from "./iam";
import { alias, key, replicaKey } from "./kms";
import { eventInvokeConfig, permission } from "./lambda";
import { lambdaFunction } from "./lambda-function";
import { logGroup } from "./logs";
import {
	bucket,
	bucketNotification,
	bucketPolicy,
	bucketVersioning,
} from "./s3";
import { schedule, scheduleGroup } from "./scheduler";
import { secret } from "./secretsmanager";
import { queue, queuePolicy, redriveAllowPolicy } from "./sqs";

/** What really exists on this machine, by Pulumi's type token. */
export const handlers: Readonly<Record<string, Handler>> = {
	"aws:apigatewayv2/api:Api": api,
	"aws:apigatewayv2/authorizer:Authorizer": authorizer,
	"aws:apigatewayv2/integration:Integration": integration,
	"aws:apigatewayv2/route:Route": route,
	"aws:apigatewayv2/stage:Stage": stage,
	"aws:cloudwatch/eventArchive:EventArchive": eventArchive,
	"aws:cloudwatch/eventBus:EventBus": eventBus,
	"aws:cloudwatch/eventRule:EventRule": eventRule,
	"aws:cloudwatch/eventTarget:EventTarget": eventTarget,
	"aws:cloudwatch/logGroup:LogGroup": logGroup,
	"aws:dynamodb/table:Table": table,
	"aws:iam/role:Role": role,
	"aws:iam/rolePolicy:RolePolicy": rolePolicy,
	"aws:kms/alias:Alias": alias,
	"aws:kms/key:Key": key,
	"aws:kms/replicaKey:ReplicaKey": replicaKey,
	"aws:lambda/eventSourceMapping:EventSourceMapping": eventSourceMapping,
	"aws:lambda/function:Function": lambdaFunction,
	"aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig":
		eventInvokeConfig,
	"aws:lambda/permission:Permission": permission,
	"aws:s3/bucket:Bucket": bucket,
	"aws:s3/bucketNotification:BucketNotification": bucketNotification,
	"aws:s3/bucketPolicy:BucketPolicy": bucketPolicy,
	"aws:s3/bucketVersioning:BucketVersioning": bucketVersioning,
	"aws:scheduler/schedule:Schedule": schedule,
	"aws:scheduler/scheduleGroup:ScheduleGroup": scheduleGroup,
	"aws:secretsmanager/secret:Secret": secret,
	"aws:sqs/queue:Queue": queue,
	"aws:sqs/queuePolicy:QueuePolicy": queuePolicy,
	"aws:sqs/redriveAllowPolicy:RedriveAllowPolicy": redriveAllowPolicy,
};
