import * as z from 'zod';
import { LOCAL_REGION } from '../../location.ts';
import { generatedId, physicalName } from '../physical-name.ts';
import { cfnBoolean, cfnNumber, cfnString } from '../property-types.ts';
import { resourceModel } from '../resource-model.ts';

const TAGS = { Tags: 'tags of resources are read by nothing here' };
const throttling = z.strictObject({
  ThrottlingBurstLimit: cfnNumber.optional(),
  ThrottlingRateLimit: cfnNumber.optional(),
});

/** AWS::ApiGatewayV2::Api of protocol HTTP. */
export const httpApi = resourceModel({
  type: 'AWS::ApiGatewayV2::Api',
  schema: z.strictObject({
    Name: cfnString,
    ProtocolType: z.literal('HTTP', 'only HTTP APIs are modelled'),
    CorsConfiguration: z
      .strictObject({
        AllowCredentials: cfnBoolean.optional(),
        AllowHeaders: z.array(cfnString).optional(),
        AllowMethods: z.array(cfnString).optional(),
        AllowOrigins: z.array(cfnString).optional(),
        ExposeHeaders: z.array(cfnString).optional(),
        MaxAge: cfnNumber.optional(),
      })
      .optional(),
  }),
  withoutEffect: { ...TAGS, Description: 'text for people' },
  physicalName: (stack, logicalId) => generatedId(stack, logicalId, 10),
  reference: ({ name }) => name,
  attributes: {
    ApiId: ({ name }) => name,
    ApiEndpoint: ({ name }) => `https://${name}.execute-api.${LOCAL_REGION}.amazonaws.com`,
  },
});

/** AWS::ApiGatewayV2::Stage "$default". */
export const httpApiStage = resourceModel({
  type: 'AWS::ApiGatewayV2::Stage',
  schema: z.strictObject({
    ApiId: cfnString,
    StageName: z.literal('$default', 'only the stage $default is modelled'),
    AutoDeploy: z.union([z.literal(true), z.literal('true').transform(() => true)]),
    DefaultRouteSettings: throttling.optional(),
    RouteSettings: z.record(z.string(), throttling).optional(),
    AccessLogSettings: z.strictObject({ DestinationArn: cfnString, Format: cfnString }).optional(),
  }),
  withoutEffect: {
    ...TAGS,
    Description: 'text for people',
    'DefaultRouteSettings.DetailedMetricsEnabled': 'there are no metrics',
  },
  physicalName: (stack, logicalId) => physicalName(stack, logicalId, 128),
  reference: () => '$default',
  attributes: {},
});

/** AWS::ApiGatewayV2::Integration with a Lambda function. */
export const httpApiIntegration = resourceModel({
  type: 'AWS::ApiGatewayV2::Integration',
  schema: z.strictObject({
    ApiId: cfnString,
    IntegrationType: z.literal('AWS_PROXY', 'only Lambda integrations are modelled'),
    IntegrationUri: cfnString,
    PayloadFormatVersion: z.literal('2.0'),
    TimeoutInMillis: cfnNumber.optional(),
  }),
  withoutEffect: { Description: 'text for people', IntegrationMethod: 'a function is always called by POST' },
  physicalName: (stack, logicalId) => generatedId(stack, logicalId, 7),
  reference: ({ name }) => name,
  attributes: { IntegrationId: ({ name }) => name },
});

/** AWS::ApiGatewayV2::Route, open or behind a Lambda authorizer. */
export const httpApiRoute = resourceModel({
  type: 'AWS::ApiGatewayV2::Route',
  schema: z.strictObject({
    ApiId: cfnString,
    RouteKey: cfnString,
    Target: cfnString,
    AuthorizationType: z.literal(['NONE', 'CUSTOM'], 'only Lambda authorizers are modelled').optional(),
    AuthorizerId: cfnString.optional(),
  }),
  withoutEffect: { OperationName: 'text for people' },
  physicalName: (stack, logicalId) => generatedId(stack, logicalId, 7),
  reference: ({ name }) => name,
  attributes: { RouteId: ({ name }) => name },
});
