import * as z from 'zod';
import { generatedId } from '../physical-name.ts';
import { cfnNumber, cfnString } from '../property-types.ts';
import { resourceModel } from '../resource-model.ts';

const origin = z.strictObject({
  Id: cfnString,
  DomainName: cfnString,
  OriginPath: cfnString.optional(),
  CustomOriginConfig: z
    .strictObject({
      OriginProtocolPolicy: z.literal('https-only', 'origins are reached over HTTPS only'),
      OriginReadTimeout: cfnNumber.optional(),
    })
    .optional(),
  S3OriginConfig: z
    .strictObject({
      OriginAccessIdentity: z.literal('', 'use an origin access control instead').optional(),
    })
    .optional(),
  OriginAccessControlId: cfnString.optional(),
  OriginCustomHeaders: z.array(z.strictObject({ HeaderName: cfnString, HeaderValue: cfnString })).optional(),
});

const behavior = {
  TargetOriginId: cfnString,
  AllowedMethods: z.array(cfnString).default(['GET', 'HEAD']),
  CachePolicyId: cfnString,
  OriginRequestPolicyId: cfnString.optional(),
  ResponseHeadersPolicyId: cfnString.optional(),
  FunctionAssociations: z
    .array(
      z.strictObject({
        EventType: z.literal(['viewer-request', 'viewer-response']),
        FunctionARN: cfnString,
      }),
    )
    .refine(
      (all) => new Set(all.map(({ EventType }) => EventType)).size === all.length,
      'CloudFront takes one function for an event',
    )
    .default([]),
};

const TLS = 'there is no TLS on this machine: addresses are http://127.0.0.1';
const NO_CACHE = 'nothing is cached here, which a client cannot tell from an empty cache';
const behaviorWithoutEffect = {
  CachedMethods: NO_CACHE,
  Compress: 'answers are not compressed on loopback',
  ViewerProtocolPolicy: TLS,
};

/** AWS::CloudFront::Distribution */
export const distribution = resourceModel({
  type: 'AWS::CloudFront::Distribution',
  schema: z.strictObject({
    DistributionConfig: z.strictObject({
      Enabled: z.union([z.literal(true), z.literal('true')]),
      DefaultRootObject: cfnString.optional(),
      Origins: z.array(origin),
      DefaultCacheBehavior: z.strictObject(behavior),
      CacheBehaviors: z.array(z.strictObject({ ...behavior, PathPattern: cfnString })).default([]),
      // How long errors are kept, and nothing else: pages that stand for them are not modelled.
      CustomErrorResponses: z.array(z.strictObject({ ErrorCode: cfnNumber })).default([]),
    }),
  }),
  withoutEffect: {
    Tags: 'tags of resources are read by nothing here',
    'DistributionConfig.Comment': 'text for people',
    'DistributionConfig.CustomErrorResponses[].ErrorCachingMinTTL': NO_CACHE,
    'DistributionConfig.HttpVersion': 'local servers speak HTTP/1.1',
    'DistributionConfig.IPV6Enabled': 'local servers listen on 127.0.0.1',
    'DistributionConfig.Logging': 'no access logs are written',
    'DistributionConfig.PriceClass': 'a class of price',
    'DistributionConfig.ViewerCertificate': TLS,
    'DistributionConfig.Origins[].ConnectionAttempts': 'a loopback connection succeeds or fails at once',
    'DistributionConfig.Origins[].ConnectionTimeout': 'a loopback connection succeeds or fails at once',
    'DistributionConfig.Origins[].CustomOriginConfig.OriginSSLProtocols': TLS,
    'DistributionConfig.Origins[].CustomOriginConfig.HTTPSPort': TLS,
    'DistributionConfig.Origins[].CustomOriginConfig.HTTPPort': TLS,
    'DistributionConfig.Origins[].CustomOriginConfig.OriginKeepaliveTimeout': 'costs nothing on loopback',
    ...prefixed('DistributionConfig.DefaultCacheBehavior.'),
    ...prefixed('DistributionConfig.CacheBehaviors[].'),
  },
  physicalName: (stack, logicalId) => `E${generatedId(stack, logicalId, 13).toUpperCase()}`,
  reference: ({ name }) => name,
  attributes: {
    Id: ({ name }) => name,
    DomainName: ({ name }) => `${name.toLowerCase()}.cloudfront.net`,
  },
});

function prefixed(prefix: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(behaviorWithoutEffect).map(([key, reason]) => [prefix + key, reason]),
  );
}
