import * as z from 'zod';
import { LOCAL_ACCOUNT } from '../../location.ts';
import { generatedId, physicalName } from '../physical-name.ts';
import { cfnString } from '../property-types.ts';
import { resourceModel } from '../resource-model.ts';

const policyDocument = z.record(z.string(), z.unknown());

/** AWS::IAM::Role. What may stand in a document is checked where policies are read. */
export const role = resourceModel({
  type: 'AWS::IAM::Role',
  schema: z.strictObject({
    RoleName: cfnString.optional(),
    AssumeRolePolicyDocument: policyDocument,
    ManagedPolicyArns: z.array(cfnString).optional(),
    Policies: z.array(z.strictObject({ PolicyName: cfnString, PolicyDocument: policyDocument })).optional(),
  }),
  withoutEffect: {
    Description: 'text for people',
    MaxSessionDuration: 'sessions do not end here',
    Tags: 'tags of resources are read by nothing here',
  },
  nameProperty: 'RoleName',
  physicalName: (stack, logicalId) => physicalName(stack, logicalId, 64),
  reference: ({ name }) => name,
  attributes: {
    Arn: ({ name }) => `arn:aws:iam::${LOCAL_ACCOUNT}:role/${name}`,
    RoleId: ({ stack, logicalId }) => `AROA${generatedId(stack, logicalId, 17).toUpperCase()}`,
  },
});
