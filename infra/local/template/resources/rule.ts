import * as z from 'zod';
import { arn } from '../arn.ts';
import { physicalName } from '../physical-name.ts';
import { cfnNumber, cfnString } from '../property-types.ts';
import { resourceModel } from '../resource-model.ts';

const target = z.strictObject({
  Id: cfnString,
  Arn: cfnString,
  RoleArn: cfnString.optional(),
  Input: cfnString.optional(),
  InputPath: cfnString.optional(),
  InputTransformer: z
    .strictObject({ InputPathsMap: z.record(z.string(), cfnString).optional(), InputTemplate: cfnString })
    .optional(),
  RetryPolicy: z
    .strictObject({
      MaximumRetryAttempts: cfnNumber.optional(),
      MaximumEventAgeInSeconds: cfnNumber.optional(),
    })
    .optional(),
  DeadLetterConfig: z.strictObject({ Arn: cfnString }).optional(),
});

/** AWS::Events::Rule on the default bus: a pattern or a schedule. */
export const rule = resourceModel({
  type: 'AWS::Events::Rule',
  schema: z.strictObject({
    Name: cfnString.optional(),
    EventBusName: z.literal('default', 'only the default bus is modelled').optional(),
    EventPattern: z.record(z.string(), z.unknown()).optional(),
    ScheduleExpression: cfnString.optional(),
    State: z.literal(['ENABLED', 'DISABLED']).default('ENABLED'),
    Targets: z.array(target).default([]),
  }),
  withoutEffect: { Description: 'text for people', Tags: 'tags of resources are read by nothing here' },
  nameProperty: 'Name',
  physicalName: (stack, logicalId) => physicalName(stack, logicalId, 64),
  reference: ({ name }) => name,
  attributes: { Arn: ({ name }) => arn('events', `rule/${name}`) },
});
