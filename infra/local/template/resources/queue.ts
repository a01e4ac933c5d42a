import * as z from 'zod';
import { LOCAL_ACCOUNT, LOCAL_REGION } from '../../location.ts';
import { arn } from '../arn.ts';
import { physicalName } from '../physical-name.ts';
import { cfnString } from '../property-types.ts';
import { type ResourceIdentity, resourceModel } from '../resource-model.ts';

const url = ({ name }: ResourceIdentity) =>
  `https://sqs.${LOCAL_REGION}.amazonaws.com/${LOCAL_ACCOUNT}/${name}`;

/** AWS::SQS::Queue, as a dead-letter queue that only ever receives. */
export const queue = resourceModel({
  type: 'AWS::SQS::Queue',
  schema: z.strictObject({ QueueName: cfnString.optional() }),
  withoutEffect: {
    KmsDataKeyReusePeriodSeconds: "messages lie on the user's own disk",
    KmsMasterKeyId: "messages lie on the user's own disk",
    MessageRetentionPeriod: 'nothing expires: the user empties the data directory',
    ReceiveMessageWaitTimeSeconds: 'messages are only kept, not handed out',
    SqsManagedSseEnabled: "messages lie on the user's own disk",
    Tags: 'tags of resources are read by nothing here',
    VisibilityTimeout: 'messages are only kept, not handed out',
  },
  nameProperty: 'QueueName',
  physicalName: (stack, logicalId) => physicalName(stack, logicalId, 80),
  reference: url,
  attributes: { Arn: ({ name }) => arn('sqs', name), QueueName: ({ name }) => name, QueueUrl: url },
});
