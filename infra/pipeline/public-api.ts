import { Duration, Validations } from 'aws-cdk-lib';
import { CorsHttpMethod, type CorsPreflightOptions } from 'aws-cdk-lib/aws-apigatewayv2';
import type { Construct } from 'constructs';
import { ThrottledHttpApi } from '../constructs/throttled-http-api.ts';
import type { Settings } from '../settings.ts';

/** The one address of the Pipeline: for programs, for clients of the MVSep API, and for the webhooks of the service. */
export function publicApi(
  scope: Construct,
  { logRetentionDays, api: { origins } }: Settings,
): ThrottledHttpApi {
  const api = new ThrottledHttpApi(scope, 'Api', {
    description: 'Jobs, the MVSep API, and its webhooks',
    rateLimit: 100,
    burstLimit: 200,
    logRetentionDays,
    ...(origins.length === 0 ? {} : { cors: accessFrom(origins) }),
  });
  Validations.of(api).acknowledge({
    id: 'AwsSolutions-APIG4',
    reason:
      'Operations have an authorizer, which a test of the template makes sure of. The other routes cannot: the address of a webhook carries a signature for its one job, clients of the MVSep API show their key as a form field, and the description of the API and refusals are for anybody.',
  });
  return api;
}

/** What pages of these origins may do. They show a key, never cookies: so no credentials of the browser's. */
function accessFrom(origins: readonly string[]): CorsPreflightOptions {
  return {
    allowOrigins: [...origins],
    allowMethods: [CorsHttpMethod.GET, CorsHttpMethod.HEAD, CorsHttpMethod.POST, CorsHttpMethod.DELETE],
    allowHeaders: ['authorization', 'content-type', 'idempotency-key', 'x-api-key'],
    exposeHeaders: ['x-ratelimit-limit', 'x-ratelimit-remaining', 'retry-after'],
    maxAge: Duration.hours(1),
  };
}
