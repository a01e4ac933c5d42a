import type { ForwardedParts } from './distribution-config.ts';

const NOTHING: ForwardedParts = { headers: 'none', queryStrings: 'none', cookies: 'none' };
const ONLY_HEADERS = (...only: string[]): ForwardedParts => ({ ...NOTHING, headers: { only } });
const EVERYTHING: ForwardedParts = { headers: 'all', queryStrings: 'all', cookies: 'all' };

/**
 * What AWS's managed policies let through to the origin, by policy id.
 * Source: "Use managed cache policies" and "Use managed origin request policies" in the CloudFront guide.
 */
const MANAGED: Readonly<Record<string, ForwardedParts>> = {
  // Cache policies: CachingOptimized, CachingOptimizedForUncompressedObjects, CachingDisabled.
  '658327ea-f89d-4fab-a63d-7e88639e58f6': ONLY_HEADERS('accept-encoding'),
  'b2884449-e4de-46a7-ac36-70bc7f1ddd6d': NOTHING,
  '4135ea2d-6df8-44a3-9df3-4b5a84be39ad': NOTHING,
  // Origin request policies: AllViewer, AllViewerExceptHostHeader, CORS-CustomOrigin, CORS-S3Origin,
  // HostHeaderOnly, UserAgentRefererHeaders.
  '216adef6-5c7f-47e4-b989-5492eafa07d3': EVERYTHING,
  'b689b0a8-53d0-40ab-baf2-68738e2966ac': { ...EVERYTHING, headers: { allExcept: ['host'] } },
  '59781a5b-3903-41f3-afcb-af62929ccde1': ONLY_HEADERS('origin'),
  '88a5eaf4-2fd4-4709-b370-b4c650ea3fcf': ONLY_HEADERS(
    'origin',
    'access-control-request-headers',
    'access-control-request-method',
  ),
  'bf0718e1-ba1e-49d1-88b1-f726733018ae': ONLY_HEADERS('host'),
  'acba4595-bd28-49b8-b9fe-13317c0390fa': ONLY_HEADERS('user-agent', 'referer'),
};

/**
 * What a managed cache policy or origin request policy forwards.
 *
 * @throws Error for an id that is not among the modelled ones.
 */
export function managedForwarding(policyId: string): ForwardedParts {
  const parts = MANAGED[policyId];
  if (parts !== undefined) return parts;
  throw new Error(`The local cloud does not model the CloudFront policy ${policyId}.`);
}
