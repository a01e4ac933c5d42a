import * as z from 'zod';
import { generatedId } from '../physical-name.ts';
import { cfnNumber, cfnString } from '../property-types.ts';
import { resourceModel } from '../resource-model.ts';

/** Where API Gateway calls a function: an ARN of its own around that of the function. */
const INVOCATION = /^arn:[^:]+:apigateway:[^:]+:lambda:path\/2015-03-31\/functions\/.+\/invocations$/;

/**
 * AWS::ApiGatewayV2::Authorizer of type REQUEST that is asked about every request: with an identity source, API
 * Gateway would answer 401 itself where that is missing, and with a time to live it would remember answers.
 */
export const httpApiAuthorizer = resourceModel({
  type: 'AWS::ApiGatewayV2::Authorizer',
  schema: z.strictObject({
    ApiId: cfnString,
    Name: cfnString,
    AuthorizerType: z.literal('REQUEST', 'only Lambda authorizers are modelled'),
    AuthorizerPayloadFormatVersion: z.literal('2.0', 'only the payload format 2.0 is modelled'),
    EnableSimpleResponses: z.union([z.literal(true), z.literal('true').transform(() => true)], {
      error: 'only simple responses are modelled',
    }),
    AuthorizerUri: z.string().regex(INVOCATION, 'only functions are modelled as authorizers'),
    AuthorizerResultTtlInSeconds: cfnNumber.refine((seconds) => seconds === 0, {
      error: 'answers of authorizers are not remembered here: set it to 0',
    }),
    IdentitySource: z.array(cfnString).max(0, 'identity sources are not modelled').optional(),
  }),
  withoutEffect: {},
  physicalName: (stack, logicalId) => generatedId(stack, logicalId, 6),
  reference: ({ name }) => name,
  attributes: { AuthorizerId: ({ name }) => name },
});
