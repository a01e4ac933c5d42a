import * as z from 'zod';
import { LOCAL_ACCOUNT } from '../../location.ts';
import { cfnString } from '../property-types.ts';
import { type ResourceIdentity, resourceModel } from '../resource-model.ts';

/** Quota of CloudFront, in bytes. */
const MAXIMUM_CODE_BYTES = 10_240;

const arn = ({ name }: ResourceIdentity) => `arn:aws:cloudfront::${LOCAL_ACCOUNT}:function/${name}`;

/** AWS::CloudFront::Function, published as soon as it is deployed. */
export const cloudFrontFunction = resourceModel({
  type: 'AWS::CloudFront::Function',
  schema: z.strictObject({
    Name: cfnString.pipe(z.string().regex(/^[a-zA-Z0-9-_]{1,64}$/)),
    AutoPublish: z.union(
      [z.literal(true), z.literal('true')],
      'a function that is not published answers nothing',
    ),
    FunctionCode: cfnString.refine(
      (code) => Buffer.byteLength(code) <= MAXIMUM_CODE_BYTES,
      `CloudFront takes at most ${MAXIMUM_CODE_BYTES} bytes of code`,
    ),
    FunctionConfig: z.strictObject({
      Runtime: z.literal('cloudfront-js-2.0', 'only the runtime cloudfront-js-2.0 is modelled'),
    }),
  }),
  withoutEffect: {
    Tags: 'tags of resources are read by nothing here',
    'FunctionConfig.Comment': 'text for people',
  },
  nameProperty: 'Name',
  physicalName: (stack, logicalId) => `${stack}-${logicalId}`.slice(0, 64),
  reference: arn,
  attributes: { FunctionARN: arn, 'FunctionMetadata.FunctionARN': arn },
});
