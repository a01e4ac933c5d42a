import type { ResourcePolicyConfig, RoleConfig } from '../iam/local-iam.ts';
import { readPolicyDocument, type Statement } from '../iam/policy-document.ts';
import { arn } from '../template/arn.ts';
import type { LoadedResource, LoadedStacks } from '../template/loaded-stacks.ts';
import { bucketPolicy } from '../template/resources/bucket-policy.ts';
import { lambdaPermission } from '../template/resources/lambda-permission.ts';
import { policy } from '../template/resources/policy.ts';
import { queuePolicy } from '../template/resources/queue-policy.ts';
import { role } from '../template/resources/role.ts';
import { topicPolicy } from '../template/resources/topic-policy.ts';
import { nameOfArn } from './name-of-arn.ts';

/** The roles with all their policies, inline and attached. */
export function roleConfigs(stacks: LoadedStacks): RoleConfig[] {
  const attached = stacks.of(policy).map((resource) => ({
    roles: resource.properties.Roles,
    statements: readPolicyDocument(resource.properties.PolicyDocument, where(resource)),
  }));
  return stacks.of(role).map((resource) => {
    const { identity, properties } = resource;
    const inline = (properties.Policies ?? []).flatMap(({ PolicyDocument }) =>
      readPolicyDocument(PolicyDocument, where(resource)),
    );
    return {
      name: identity.name,
      statements: [
        ...inline,
        ...attached
          .filter(({ roles }) => roles.includes(identity.name))
          .flatMap(({ statements }) => statements),
      ],
      trust: readPolicyDocument(properties.AssumeRolePolicyDocument, where(resource)),
    };
  });
}

/** The policies on buckets, queues and topics, and the permissions to invoke functions. */
export function resourcePolicyConfigs(stacks: LoadedStacks): ResourcePolicyConfig[] {
  const onBuckets = stacks.of(bucketPolicy).map((resource) => ({
    attachedTo: `arn:aws:s3:::${resource.properties.Bucket}`,
    statements: readPolicyDocument(resource.properties.PolicyDocument, where(resource)),
  }));
  const onQueues = stacks.of(queuePolicy).flatMap((resource) =>
    resource.properties.Queues.map((url) => ({
      attachedTo: arn('sqs', nameOfArn(url)),
      statements: readPolicyDocument(resource.properties.PolicyDocument, where(resource)),
    })),
  );
  const onTopics = stacks.of(topicPolicy).flatMap((resource) =>
    resource.properties.Topics.map((topicArn) => ({
      attachedTo: topicArn,
      statements: readPolicyDocument(resource.properties.PolicyDocument, where(resource)),
    })),
  );
  const onFunctions = stacks.of(lambdaPermission).map(({ properties }) => {
    const functionArn = arn('lambda', `function:${nameOfArn(properties.FunctionName)}`);
    return { attachedTo: functionArn, statements: [invokeStatement(functionArn, properties)] };
  });
  return [...onBuckets, ...onQueues, ...onTopics, ...onFunctions];
}

/** The statement that AWS writes into a function's policy for a permission. */
function invokeStatement(
  functionArn: string,
  {
    Principal,
    SourceArn,
    SourceAccount,
  }: { Principal: string; SourceArn?: string | undefined; SourceAccount?: string | undefined },
): Statement {
  const conditions: Statement['conditions'] = [
    ...(SourceArn === undefined
      ? []
      : [{ operator: 'ArnLike' as const, key: 'aws:SourceArn' as const, values: [SourceArn] }]),
    ...(SourceAccount === undefined
      ? []
      : [{ operator: 'StringEquals' as const, key: 'aws:SourceAccount' as const, values: [SourceAccount] }]),
  ];
  return {
    effect: 'Allow',
    actions: { not: false, patterns: ['lambda:InvokeFunction'] },
    resources: { not: false, patterns: [functionArn] },
    principal: { aws: [], services: [Principal] },
    conditions,
  };
}

function where({ identity }: LoadedResource): string {
  return `${identity.stack}/${identity.logicalId}`;
}
