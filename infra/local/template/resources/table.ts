import * as z from 'zod';
import { arn } from '../arn.ts';
import { physicalName } from '../physical-name.ts';
import { cfnBoolean, cfnString } from '../property-types.ts';
import { type ResourceIdentity, resourceModel } from '../resource-model.ts';

const keySchema = z.array(
  z.strictObject({ AttributeName: cfnString, KeyType: z.literal(['HASH', 'RANGE']) }),
);
const index = z.strictObject({
  IndexName: cfnString,
  KeySchema: keySchema,
  Projection: z.strictObject({
    ProjectionType: z.literal(['ALL', 'KEYS_ONLY', 'INCLUDE']),
    NonKeyAttributes: z.array(cfnString).optional(),
  }),
});
const shape = {
  TableName: cfnString.optional(),
  AttributeDefinitions: z.array(
    z.strictObject({ AttributeName: cfnString, AttributeType: z.literal(['S', 'N', 'B']) }),
  ),
  KeySchema: keySchema,
  BillingMode: z
    .literal('PAY_PER_REQUEST', 'only on-demand tables are modelled: nothing is throttled here')
    .optional(),
  GlobalSecondaryIndexes: z.array(index).optional(),
  LocalSecondaryIndexes: z.array(index).optional(),
  TimeToLiveSpecification: z.strictObject({ AttributeName: cfnString, Enabled: cfnBoolean }).optional(),
};
const EVERYWHERE_WITHOUT_EFFECT = {
  'GlobalSecondaryIndexes[].ContributorInsightsSpecification': 'there is no CloudWatch',
};
const ON_DISK = {
  ContributorInsightsSpecification: 'there is no CloudWatch',
  DeletionProtectionEnabled: 'no deployment deletes a table here',
  PointInTimeRecoverySpecification: 'the tables are one file that the user can copy',
  TableClass: 'a class of price',
  Tags: 'tags of resources are read by nothing here',
};
const naming = {
  nameProperty: 'TableName',
  physicalName: (stack: string, logicalId: string) => physicalName(stack, logicalId, 255),
  reference: ({ name }: ResourceIdentity) => name,
  attributes: { Arn: ({ name }: ResourceIdentity) => arn('dynamodb', `table/${name}`) },
};

/** AWS::DynamoDB::Table, on demand. */
export const table = resourceModel({
  type: 'AWS::DynamoDB::Table',
  schema: z.strictObject(shape),
  withoutEffect: {
    ...EVERYWHERE_WITHOUT_EFFECT,
    ...ON_DISK,
    SSESpecification: "items lie on the user's own disk",
  },
  ...naming,
});

/** AWS::DynamoDB::GlobalTable with its one replica in the local region, on demand. */
export const globalTable = resourceModel({
  type: 'AWS::DynamoDB::GlobalTable',
  schema: z.strictObject({
    ...shape,
    Replicas: z.tuple([
      z.strictObject({
        Region: cfnString,
        GlobalSecondaryIndexes: z.array(z.strictObject({ IndexName: cfnString })).optional(),
      }),
    ]),
  }),
  withoutEffect: {
    ...EVERYWHERE_WITHOUT_EFFECT,
    ...Object.fromEntries(Object.entries(ON_DISK).map(([key, reason]) => [`Replicas[].${key}`, reason])),
    'Replicas[].GlobalSecondaryIndexes[].ContributorInsightsSpecification': 'there is no CloudWatch',
    SSESpecification: "items lie on the user's own disk",
    'Replicas[].SSESpecification': "items lie on the user's own disk",
    WarmThroughput: 'nothing is throttled here',
  },
  ...naming,
});
