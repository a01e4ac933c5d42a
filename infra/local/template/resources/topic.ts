import * as z from 'zod';
import { arn } from '../arn.ts';
import { physicalName } from '../physical-name.ts';
import { cfnBoolean, cfnString } from '../property-types.ts';
import { type ResourceIdentity, resourceModel } from '../resource-model.ts';

const topicArn = ({ name }: ResourceIdentity) => arn('sns', name);

/** AWS::SNS::Topic, a standard one. */
export const topic = resourceModel({
  type: 'AWS::SNS::Topic',
  schema: z.strictObject({
    TopicName: cfnString.optional(),
    FifoTopic: cfnBoolean.refine((fifo) => !fifo, 'FIFO topics are not modelled').optional(),
  }),
  withoutEffect: {
    DisplayName: 'mails are kept, not sent: nobody sees their sender',
    Tags: 'tags of resources are read by nothing here',
    TracingConfig: 'there is no X-Ray',
  },
  nameProperty: 'TopicName',
  physicalName: (stack, logicalId) => physicalName(stack, logicalId, 256),
  reference: topicArn,
  attributes: { TopicArn: topicArn, TopicName: ({ name }) => name },
});
