import * as z from 'zod';
import { arn } from '../arn.ts';
import { physicalName } from '../physical-name.ts';
import { resourceModel } from '../resource-model.ts';

/** AWS::SNS::Subscription of a mail address. */
export const subscription = resourceModel({
  type: 'AWS::SNS::Subscription',
  schema: z.strictObject({
    Protocol: z.literal('email', 'only subscriptions by email are modelled'),
    TopicArn: z.string(),
    Endpoint: z.email(),
  }),
  withoutEffect: {},
  physicalName: (stack, logicalId) => physicalName(stack, logicalId, 128),
  reference: ({ stack, name }) => arn('sns', `${stack}:${name}`),
  attributes: {},
});
