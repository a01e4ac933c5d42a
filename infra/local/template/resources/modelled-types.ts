import type { ResourceModel } from '../resource-model.ts';
import { bucket } from './bucket.ts';
import { bucketPolicy } from './bucket-policy.ts';
import { cloudFrontFunction } from './cloudfront-function.ts';
import { originAccessControl, responseHeadersPolicy } from './cloudfront-policies.ts';
import { distribution } from './distribution.ts';
import { eventInvokeConfig } from './event-invoke-config.ts';
import { httpApi, httpApiIntegration, httpApiRoute, httpApiStage } from './http-api.ts';
import { httpApiAuthorizer } from './http-api-authorizer.ts';
import { lambdaFunction } from './lambda-function.ts';
import { lambdaPermission } from './lambda-permission.ts';
import { logGroup } from './log-group.ts';
import { policy } from './policy.ts';
import { queue } from './queue.ts';
import { queuePolicy } from './queue-policy.ts';
import { role } from './role.ts';
import { rule } from './rule.ts';
import { secret } from './secret.ts';
import { stateMachine } from './state-machine.ts';
import { subscription } from './subscription.ts';
import { globalTable, table } from './table.ts';
import { topic } from './topic.ts';
import { topicPolicy } from './topic-policy.ts';
import {
  alarm,
  cdkMetadata,
  dashboard,
  glueDatabase,
  glueTable,
  logsResourcePolicy,
} from './without-effect.ts';

const models: readonly ResourceModel[] = [
  alarm,
  bucket,
  bucketPolicy,
  cdkMetadata,
  cloudFrontFunction,
  dashboard,
  distribution,
  eventInvokeConfig,
  globalTable,
  glueDatabase,
  glueTable,
  httpApi,
  httpApiAuthorizer,
  httpApiIntegration,
  httpApiRoute,
  httpApiStage,
  lambdaFunction,
  lambdaPermission,
  logGroup,
  logsResourcePolicy,
  originAccessControl,
  policy,
  queue,
  queuePolicy,
  responseHeadersPolicy,
  role,
  rule,
  secret,
  stateMachine,
  subscription,
  table,
  topic,
  topicPolicy,
];

/** Every resource type that the local cloud models, by its CloudFormation name. */
export const modelledTypes: ReadonlyMap<string, ResourceModel> = new Map(
  models.map((model) => [model.type, model]),
);
