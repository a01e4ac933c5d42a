import * as z from 'zod';
import { physicalName } from '../physical-name.ts';
import { cfnNumber, cfnString } from '../property-types.ts';
import { resourceModel } from '../resource-model.ts';

/** AWS::Lambda::EventInvokeConfig: retries and the failure destination of asynchronous calls. */
export const eventInvokeConfig = resourceModel({
  type: 'AWS::Lambda::EventInvokeConfig',
  schema: z.strictObject({
    FunctionName: cfnString,
    Qualifier: z.literal('$LATEST', 'versions and aliases are not modelled'),
    MaximumRetryAttempts: cfnNumber.optional(),
    DestinationConfig: z
      .strictObject({ OnFailure: z.strictObject({ Destination: cfnString }).optional() })
      .optional(),
  }),
  withoutEffect: {
    MaximumEventAgeInSeconds: 'an event is handed over at once or after its retries; none grows old',
  },
  physicalName: (stack, logicalId) => physicalName(stack, logicalId, 128),
  reference: ({ name }) => name,
  attributes: {},
});
