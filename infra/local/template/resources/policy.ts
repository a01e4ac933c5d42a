import * as z from 'zod';
import { physicalName } from '../physical-name.ts';
import { cfnString } from '../property-types.ts';
import { resourceModel } from '../resource-model.ts';

/** AWS::IAM::Policy on roles. What may stand in the document is checked where policies are read. */
export const policy = resourceModel({
  type: 'AWS::IAM::Policy',
  schema: z.strictObject({
    PolicyName: cfnString,
    PolicyDocument: z.record(z.string(), z.unknown()),
    Roles: z.array(cfnString),
  }),
  withoutEffect: {},
  physicalName: (stack, logicalId) => physicalName(stack, logicalId, 128),
  reference: ({ name }) => name,
  attributes: {},
});
