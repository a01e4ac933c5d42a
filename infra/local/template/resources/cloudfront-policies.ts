import * as z from 'zod';
import { generatedId } from '../physical-name.ts';
import { cfnBoolean, cfnNumber, cfnString } from '../property-types.ts';
import { resourceModel } from '../resource-model.ts';

const policyId = (stack: string, logicalId: string) => generatedId(stack, logicalId, 20);
const ID = { Id: ({ name }: { readonly name: string }) => name };
const items = z.strictObject({ Items: z.array(cfnString) });

/** AWS::CloudFront::OriginAccessControl for S3. */
export const originAccessControl = resourceModel({
  type: 'AWS::CloudFront::OriginAccessControl',
  schema: z.strictObject({
    OriginAccessControlConfig: z.strictObject({
      Name: cfnString,
      OriginAccessControlOriginType: z.literal('s3', 'only S3 origins are signed here'),
      SigningBehavior: z.literal('always'),
      SigningProtocol: z.literal('sigv4'),
    }),
  }),
  withoutEffect: { 'OriginAccessControlConfig.Description': 'text for people' },
  physicalName: (stack, logicalId) => `E${generatedId(stack, logicalId, 13).toUpperCase()}`,
  reference: ({ name }) => name,
  attributes: ID,
});

/** AWS::CloudFront::ResponseHeadersPolicy: CORS, custom and removed headers. */
export const responseHeadersPolicy = resourceModel({
  type: 'AWS::CloudFront::ResponseHeadersPolicy',
  schema: z.strictObject({
    ResponseHeadersPolicyConfig: z.strictObject({
      Name: cfnString,
      CorsConfig: z
        .strictObject({
          AccessControlAllowCredentials: cfnBoolean,
          AccessControlAllowHeaders: items,
          AccessControlAllowMethods: items,
          AccessControlAllowOrigins: items,
          AccessControlExposeHeaders: items.optional(),
          AccessControlMaxAgeSec: cfnNumber.optional(),
          OriginOverride: cfnBoolean,
        })
        .optional(),
      CustomHeadersConfig: z
        .strictObject({
          Items: z.array(z.strictObject({ Header: cfnString, Value: cfnString, Override: cfnBoolean })),
        })
        .optional(),
      RemoveHeadersConfig: z
        .strictObject({ Items: z.array(z.strictObject({ Header: cfnString })) })
        .optional(),
    }),
  }),
  withoutEffect: { 'ResponseHeadersPolicyConfig.Comment': 'text for people' },
  physicalName: policyId,
  reference: ({ name }) => name,
  attributes: ID,
});
