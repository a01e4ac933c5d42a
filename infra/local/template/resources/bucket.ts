import * as z from 'zod';
import { LOCAL_REGION } from '../../location.ts';
import { physicalName } from '../physical-name.ts';
import { cfnBoolean, cfnNumber, cfnString } from '../property-types.ts';
import { resourceModel } from '../resource-model.ts';

const corsRule = z.strictObject({
  AllowedHeaders: z.array(cfnString).optional(),
  AllowedMethods: z.array(z.literal(['GET', 'HEAD', 'PUT', 'POST', 'DELETE'])),
  AllowedOrigins: z.array(cfnString),
  ExposedHeaders: z.array(cfnString).optional(),
  Id: cfnString.optional(),
  MaxAge: cfnNumber.optional(),
});

/** AWS::S3::Bucket */
export const bucket = resourceModel({
  type: 'AWS::S3::Bucket',
  schema: z.strictObject({
    BucketName: cfnString.optional(),
    CorsConfiguration: z.strictObject({ CorsRules: z.array(corsRule) }).optional(),
    NotificationConfiguration: z
      .strictObject({
        EventBridgeConfiguration: z.strictObject({ EventBridgeEnabled: cfnBoolean.default(true) }).optional(),
      })
      .optional(),
  }),
  withoutEffect: {
    BucketEncryption: "objects are files on the user's own disk",
    LifecycleConfiguration: 'nothing expires: the user empties the data directory',
    LoggingConfiguration: 'no access logs are written',
    MetricsConfigurations: 'there are no metrics',
    OwnershipControls: 'one account owns everything',
    PublicAccessBlockConfiguration: 'unsigned requests are always refused',
    Tags: 'tags of resources are read by nothing here',
  },
  nameProperty: 'BucketName',
  physicalName: (stack, logicalId) => physicalName(stack, logicalId, 63).toLowerCase(),
  reference: ({ name }) => name,
  attributes: {
    Arn: ({ name }) => `arn:aws:s3:::${name}`,
    DomainName: ({ name }) => `${name}.s3.amazonaws.com`,
    RegionalDomainName: ({ name }) => `${name}.s3.${LOCAL_REGION}.amazonaws.com`,
  },
});
