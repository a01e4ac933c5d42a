import * as z from 'zod';
import { physicalName } from '../physical-name.ts';
import { cfnString } from '../property-types.ts';
import { resourceModel } from '../resource-model.ts';

/** AWS::S3::BucketPolicy. What may stand in the document is checked where policies are read. */
export const bucketPolicy = resourceModel({
  type: 'AWS::S3::BucketPolicy',
  schema: z.strictObject({ Bucket: cfnString, PolicyDocument: z.record(z.string(), z.unknown()) }),
  withoutEffect: {},
  physicalName: (stack, logicalId) => physicalName(stack, logicalId, 128),
  reference: ({ name }) => name,
  attributes: {},
});
