import type { ResponseHeadersPolicy } from '../cloudfront/distribution-config.ts';

const CORS = {
  allowOrigins: ['*'],
  allowHeaders: ['*'],
  allowCredentials: false,
  originOverride: false,
};

/**
 * The response headers policies that AWS provides, by id.
 * Source: "Use managed response headers policies" in the CloudFront guide.
 */
export const managedResponseHeaders: ReadonlyMap<string, ResponseHeadersPolicy> = new Map([
  // SimpleCORS
  ['60669652-455b-4ae9-85a4-c4c02393f86c', { cors: { ...CORS, allowMethods: ['GET', 'HEAD'] } }],
  // CORS-With-Preflight
  [
    '5cc3b908-e619-4b99-88e5-2cf7f45965bd',
    {
      cors: {
        ...CORS,
        allowMethods: ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT'],
        exposeHeaders: ['*'],
      },
    },
  ],
]);
