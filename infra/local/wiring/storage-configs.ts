import type { TableConfig } from '../dynamodb/table-config.ts';
import type { BucketConfig } from '../s3/bucket-config.ts';
import type { SecretConfig } from '../secrets-manager/secret-config.ts';
import type { LoadedResource, LoadedStacks } from '../template/loaded-stacks.ts';
import { bucket } from '../template/resources/bucket.ts';
import { secret } from '../template/resources/secret.ts';
import { globalTable, table } from '../template/resources/table.ts';
import { withoutUndefined } from './without-undefined.ts';

/** The buckets of the templates. */
export function bucketConfigs(stacks: LoadedStacks): BucketConfig[] {
  return stacks.of(bucket).map(({ identity, properties }) => {
    const { CorsConfiguration: cors, NotificationConfiguration: notification } = properties;
    return withoutUndefined({
      name: identity.name,
      eventBridge: notification?.EventBridgeConfiguration?.EventBridgeEnabled ?? false,
      cors: cors?.CorsRules.map((rule) =>
        withoutUndefined({
          allowedOrigins: rule.AllowedOrigins,
          allowedMethods: rule.AllowedMethods,
          allowedHeaders: rule.AllowedHeaders,
          exposedHeaders: rule.ExposedHeaders,
          maxAgeSeconds: rule.MaxAge,
        }),
      ),
    });
  });
}

/** The tables of the templates, global ones included. */
export function tableConfigs(stacks: LoadedStacks): TableConfig[] {
  return [...stacks.of(table), ...stacks.of(globalTable)].map(({ identity, properties }) => {
    const ttl = properties.TimeToLiveSpecification;
    return withoutUndefined({
      name: identity.name,
      attributeDefinitions: properties.AttributeDefinitions,
      keySchema: properties.KeySchema,
      globalSecondaryIndexes: properties.GlobalSecondaryIndexes?.map(indexConfig),
      localSecondaryIndexes: properties.LocalSecondaryIndexes?.map(indexConfig),
      timeToLiveAttribute: ttl?.Enabled === true ? ttl.AttributeName : undefined,
    });
  });
}

type TableProperties = ReturnType<typeof table.schema.parse>;

function indexConfig(index: NonNullable<TableProperties['GlobalSecondaryIndexes']>[number]) {
  return { ...index, Projection: withoutUndefined(index.Projection) };
}

/** The secrets of the templates, each with the ARN that its Ref resolved to. */
export function secretConfigs(
  stacks: LoadedStacks,
): { readonly referencedArn: string; readonly config: SecretConfig }[] {
  return stacks.of(secret).map((resource) => ({
    referencedArn: secret.reference(resource.identity),
    config: secretConfig(resource),
  }));
}

function secretConfig({
  identity,
  properties,
}: LoadedResource<ReturnType<typeof secret.schema.parse>>): SecretConfig {
  const generate = properties.GenerateSecretString;
  return withoutUndefined({
    name: identity.name,
    description: properties.Description,
    secretString: properties.SecretString,
    generateSecretString: generate === undefined ? undefined : withoutUndefined(generate),
  });
}
