import { Duration } from 'aws-cdk-lib';
import { CorsHttpMethod, type CorsPreflightOptions } from 'aws-cdk-lib/aws-apigatewayv2';

/** Callers are let in by their tokens, never by cookies: pages of any origin may call. */
export const BROWSER_ACCESS: CorsPreflightOptions = {
  allowOrigins: ['*'],
  allowMethods: [CorsHttpMethod.GET, CorsHttpMethod.HEAD, CorsHttpMethod.POST],
  allowHeaders: ['content-type'],
  exposeHeaders: ['x-ratelimit-limit', 'x-ratelimit-remaining', 'retry-after'],
  maxAge: Duration.days(1),
};
