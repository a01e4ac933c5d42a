import * as z from 'zod';
import { physicalName } from '../physical-name.ts';
import { cfnString } from '../property-types.ts';
import { resourceModel } from '../resource-model.ts';
import { policyDocument } from './policy-document.ts';

/** AWS::SQS::QueuePolicy; Queues are the queues' addresses. */
export const queuePolicy = resourceModel({
  type: 'AWS::SQS::QueuePolicy',
  schema: z.strictObject({
    PolicyDocument: policyDocument,
    Queues: z.array(cfnString),
  }),
  withoutEffect: {},
  physicalName: (stack, logicalId) => physicalName(stack, logicalId, 128),
  reference: ({ name }) => name,
  attributes: {},
});
