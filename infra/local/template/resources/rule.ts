import * as z from 'zod';
import { compileInput } from '../../event-bridge/compile-input.ts';
import { compilePattern } from '../../event-bridge/compile-pattern.ts';
import { parseSchedule } from '../../event-bridge/parse-schedule.ts';
import { arn } from '../arn.ts';
import { physicalName } from '../physical-name.ts';
import { cfnNumber, cfnString, readableBy } from '../property-types.ts';
import { resourceModel } from '../resource-model.ts';

const target = z.strictObject({
  Id: cfnString,
  Arn: readableBy(cfnString, (target) => {
    if (!/:function:|:stateMachine:|:sns:/.test(target)) {
      throw new Error('only functions, state machines and topics are modelled as targets');
    }
  }),
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

function readInput({ Input, InputPath, InputTransformer }: z.output<typeof target>): void {
  compileInput({ input: Input, inputPath: InputPath, inputTransformer: InputTransformer });
}

/** AWS::Events::Rule on the default bus: a pattern or a schedule. */
export const rule = resourceModel({
  type: 'AWS::Events::Rule',
  schema: z.strictObject({
    Name: cfnString.optional(),
    EventBusName: z.literal('default', 'only the default bus is modelled').optional(),
    EventPattern: readableBy(z.record(z.string(), z.unknown()), (pattern) =>
      compilePattern(pattern),
    ).optional(),
    ScheduleExpression: readableBy(cfnString, parseSchedule).optional(),
    State: z.literal(['ENABLED', 'DISABLED']).default('ENABLED'),
    Targets: z.array(readableBy(target, readInput)).default([]),
  }),
  withoutEffect: { Description: 'text for people', Tags: 'tags of resources are read by nothing here' },
  nameProperty: 'Name',
  physicalName: (stack, logicalId) => physicalName(stack, logicalId, 64),
  reference: ({ name }) => name,
  attributes: { Arn: ({ name }) => arn('events', `rule/${name}`) },
});
