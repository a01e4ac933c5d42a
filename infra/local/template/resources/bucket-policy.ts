import * as z from 'zod';
import { physicalName } from '../physical-name.ts';
import { cfnString } from '../property-types.ts';
import { resourceModel } from '../resource-model.ts';
import { policyDocument } from './policy-document.ts';

/** AWS::S3::BucketPolicy. */
export const bucketPolicy = resourceModel({
  type: 'AWS::S3::BucketPolicy',
  schema: z.strictObject({ Bucket: cfnString, PolicyDocument: policyDocument }),
  withoutEffect: {},
  physicalName: (stack, logicalId) => physicalName(stack, logicalId, 128),
  reference: ({ name }) => name,
  attributes: {},
});
