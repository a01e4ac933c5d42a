import * as z from 'zod';
import { arn } from '../arn.ts';
import { physicalName } from '../physical-name.ts';
import { cfnString } from '../property-types.ts';
import { resourceModel } from '../resource-model.ts';

/** AWS::Logs::LogGroup: only a name. Lines go to the log of the local cloud. */
export const logGroup = resourceModel({
  type: 'AWS::Logs::LogGroup',
  schema: z.strictObject({ LogGroupName: cfnString.optional() }),
  withoutEffect: {
    KmsKeyId: "logs lie on the user's own disk",
    LogGroupClass: 'a class of price',
    RetentionInDays: 'the log of the local cloud is the user’s to keep',
    Tags: 'tags of resources are read by nothing here',
  },
  nameProperty: 'LogGroupName',
  physicalName: (stack, logicalId) => physicalName(stack, logicalId, 512),
  reference: ({ name }) => name,
  attributes: { Arn: ({ name }) => arn('logs', `log-group:${name}:*`) },
});
