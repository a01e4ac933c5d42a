import * as z from 'zod';
import { physicalName } from '../physical-name.ts';
import { cfnString } from '../property-types.ts';
import { resourceModel } from '../resource-model.ts';
import { policyDocument } from './policy-document.ts';

/** AWS::IAM::Policy on roles. */
export const policy = resourceModel({
  type: 'AWS::IAM::Policy',
  schema: z.strictObject({
    PolicyName: cfnString,
    PolicyDocument: policyDocument,
    Roles: z.array(cfnString),
  }),
  withoutEffect: {},
  physicalName: (stack, logicalId) => physicalName(stack, logicalId, 128),
  reference: ({ name }) => name,
  attributes: {},
});
