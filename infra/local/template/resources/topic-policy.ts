import * as z from 'zod';
import { physicalName } from '../physical-name.ts';
import { cfnString } from '../property-types.ts';
import { resourceModel } from '../resource-model.ts';
import { policyDocument } from './policy-document.ts';

/** AWS::SNS::TopicPolicy; Topics are ARNs. */
export const topicPolicy = resourceModel({
  type: 'AWS::SNS::TopicPolicy',
  schema: z.strictObject({
    PolicyDocument: policyDocument,
    Topics: z.array(cfnString),
  }),
  withoutEffect: {},
  physicalName: (stack, logicalId) => physicalName(stack, logicalId, 128),
  reference: ({ name }) => name,
  attributes: {},
});
