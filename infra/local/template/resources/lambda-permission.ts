import * as z from 'zod';
import { physicalName } from '../physical-name.ts';
import { cfnString } from '../property-types.ts';
import { resourceModel } from '../resource-model.ts';

/** AWS::Lambda::Permission: which service may invoke a function. */
export const lambdaPermission = resourceModel({
  type: 'AWS::Lambda::Permission',
  schema: z.strictObject({
    Action: z.literal('lambda:InvokeFunction'),
    FunctionName: cfnString,
    Principal: z.string().regex(/\.amazonaws\.com$/, 'only service principals are modelled'),
    SourceArn: cfnString.optional(),
    SourceAccount: cfnString.optional(),
  }),
  withoutEffect: {},
  physicalName: (stack, logicalId) => physicalName(stack, logicalId, 128),
  reference: ({ name }) => name,
  attributes: {},
});
