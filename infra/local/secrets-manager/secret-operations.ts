import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { AwsServiceError } from '../aws-service-error.ts';
import type { Authorize, Principal } from '../principal.ts';
import { newSecret, secretArn } from './new-secret.ts';
import { putVersion } from './put-version.ts';
import type { SecretStore, SecretVersion, StoredSecret } from './secret-store.ts';

/** What an operation works with. */
interface OperationContext {
  readonly store: SecretStore;
  readonly authorize: Authorize;
  readonly principal: Principal;
  readonly nowSeconds: number;
}

type Operation = (context: OperationContext, body: unknown) => object;

const tags = z.array(z.object({ Key: z.string(), Value: z.string() }));
const value = { SecretString: z.string().optional(), SecretBinary: z.base64().optional() };
const createBody = z.strictObject({
  Name: z.string().regex(/^[\w/+=.@-]{1,512}$/),
  ...value,
  ClientRequestToken: z.string().min(1).optional(),
  Description: z.string().optional(),
  Tags: tags.optional(),
});
const putBody = z.strictObject({
  SecretId: z.string(),
  ...value,
  ClientRequestToken: z.string().min(1).optional(),
  VersionStages: z.array(z.string()).min(1).optional(),
});
const getBody = z.strictObject({
  SecretId: z.string(),
  VersionId: z.string().optional(),
  VersionStage: z.string().optional(),
});
const describeBody = z.strictObject({ SecretId: z.string() });
const listBody = z.strictObject({
  MaxResults: z.int().min(1).max(100).optional(),
  NextToken: z.string().regex(/^\d+$/).optional(),
});

/** The operations of Secrets Manager that are modelled, by name. */
export const secretOperations: ReadonlyMap<string, Operation> = new Map<string, Operation>([
  ['CreateSecret', createSecret],
  ['DescribeSecret', describeSecret],
  ['GetSecretValue', getSecretValue],
  ['ListSecrets', listSecrets],
  ['PutSecretValue', putSecretValue],
]);

function createSecret(context: OperationContext, body: unknown): object {
  const input = parse(createBody, body);
  const secret = newSecret(input.Name, context.nowSeconds);
  context.authorize(context.principal, 'secretsmanager:CreateSecret', secret.arn);
  if (context.store.find(input.Name) !== undefined) {
    throw new AwsServiceError('ResourceExistsException', `The secret ${input.Name} already exists.`);
  }
  const described: StoredSecret = {
    ...secret,
    ...(input.Description !== undefined && { description: input.Description }),
    tags: input.Tags ?? [],
  };
  const names = { ARN: secret.arn, Name: secret.name };
  if (input.SecretString === undefined && input.SecretBinary === undefined) {
    context.store.put(described);
    return names;
  }
  const version = newVersion(input, ['AWSCURRENT'], context.nowSeconds);
  context.store.put(putVersion(described, version));
  return { ...names, VersionId: version.versionId };
}

function putSecretValue(context: OperationContext, body: unknown): object {
  const input = parse(putBody, body);
  const secret = findAuthorized(context, 'PutSecretValue', input.SecretId);
  const version = newVersion(input, input.VersionStages ?? ['AWSCURRENT'], context.nowSeconds);
  context.store.put(putVersion(secret, version));
  return { ARN: secret.arn, Name: secret.name, VersionId: version.versionId, VersionStages: version.stages };
}

function getSecretValue(context: OperationContext, body: unknown): object {
  const { SecretId, VersionId, VersionStage } = parse(getBody, body);
  const secret = findAuthorized(context, 'GetSecretValue', SecretId);
  const stage = VersionStage ?? (VersionId === undefined ? 'AWSCURRENT' : undefined);
  const version = secret.versions.find(
    (candidate) =>
      (VersionId === undefined || candidate.versionId === VersionId) &&
      (stage === undefined || candidate.stages.includes(stage)),
  );
  if (version === undefined) {
    throw new AwsServiceError(
      'ResourceNotFoundException',
      "Secrets Manager can't find the specified secret value for " +
        (stage === undefined ? `VersionId: ${VersionId}` : `staging label: ${stage}`),
    );
  }
  return {
    ARN: secret.arn,
    Name: secret.name,
    CreatedDate: version.createdSeconds,
    VersionId: version.versionId,
    VersionStages: version.stages,
    ...(version.secretString !== undefined && { SecretString: version.secretString }),
    ...(version.secretBinary !== undefined && { SecretBinary: version.secretBinary }),
  };
}

function describeSecret(context: OperationContext, body: unknown): object {
  const secret = findAuthorized(context, 'DescribeSecret', parse(describeBody, body).SecretId);
  return { ...summary(secret), VersionIdsToStages: stagesById(secret) };
}

function listSecrets(context: OperationContext, body: unknown): object {
  const { MaxResults = 100, NextToken = '0' } = parse(listBody, body);
  context.authorize(context.principal, 'secretsmanager:ListSecrets', '*');
  const all = context.store.all();
  const end = Number(NextToken) + MaxResults;
  const SecretList = all
    .slice(Number(NextToken), end)
    .map((secret) => ({ ...summary(secret), SecretVersionsToStages: stagesById(secret) }));
  return { SecretList, ...(end < all.length && { NextToken: String(end) }) };
}

/** Whether a secret exists is only told to those who may use it. */
function findAuthorized(context: OperationContext, operation: string, id: string): StoredSecret {
  const secret = context.store.find(id);
  const resource = secret?.arn ?? (id.startsWith('arn:') ? id : secretArn(id));
  context.authorize(context.principal, `secretsmanager:${operation}`, resource);
  if (secret !== undefined) return secret;
  throw new AwsServiceError('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
}

function newVersion(
  input: {
    readonly SecretString?: string | undefined;
    readonly SecretBinary?: string | undefined;
    readonly ClientRequestToken?: string | undefined;
  },
  stages: readonly string[],
  createdSeconds: number,
): SecretVersion {
  return {
    versionId: input.ClientRequestToken ?? randomUUID(),
    stages: [...stages],
    createdSeconds,
    ...(input.SecretString !== undefined && { secretString: input.SecretString }),
    ...(input.SecretBinary !== undefined && { secretBinary: input.SecretBinary }),
  };
}

function summary(secret: StoredSecret): object {
  return {
    ARN: secret.arn,
    Name: secret.name,
    ...(secret.description !== undefined && { Description: secret.description }),
    CreatedDate: secret.createdSeconds,
    LastChangedDate: secret.changedSeconds,
    Tags: secret.tags,
  };
}

function stagesById(secret: StoredSecret): Record<string, string[]> {
  return Object.fromEntries(secret.versions.map(({ versionId, stages }) => [versionId, stages]));
}

function parse<Output>(schema: z.ZodType<Output>, body: unknown): Output {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new AwsServiceError('ValidationException', z.prettifyError(parsed.error));
}
