import * as z from 'zod';
import { checkManagedPolicies } from '../../iam/managed-policies.ts';
import { LOCAL_ACCOUNT } from '../../location.ts';
import { generatedId, physicalName } from '../physical-name.ts';
import { cfnString, readableBy } from '../property-types.ts';
import { resourceModel } from '../resource-model.ts';
import { policyDocument } from './policy-document.ts';

/** AWS::IAM::Role. */
export const role = resourceModel({
  type: 'AWS::IAM::Role',
  schema: z.strictObject({
    RoleName: cfnString.optional(),
    AssumeRolePolicyDocument: policyDocument,
    ManagedPolicyArns: readableBy(z.array(cfnString), (arns) =>
      checkManagedPolicies(arns, 'the role'),
    ).optional(),
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
