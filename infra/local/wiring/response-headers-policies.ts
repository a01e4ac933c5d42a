import type { ResponseHeadersPolicy } from '../cloudfront/distribution-config.ts';
import type { LoadedStacks } from '../template/loaded-stacks.ts';
import { responseHeadersPolicy } from '../template/resources/cloudfront-policies.ts';
import { managedResponseHeaders } from './managed-response-headers.ts';
import { withoutUndefined } from './without-undefined.ts';

/** Response headers policies by id: those that AWS provides and those of the templates. */
export function responseHeadersPolicies(stacks: LoadedStacks): ReadonlyMap<string, ResponseHeadersPolicy> {
  const own = stacks.of(responseHeadersPolicy).map(({ identity, properties }) => {
    const {
      CorsConfig: cors,
      CustomHeadersConfig,
      RemoveHeadersConfig,
    } = properties.ResponseHeadersPolicyConfig;
    const policy: ResponseHeadersPolicy = withoutUndefined({
      cors:
        cors === undefined
          ? undefined
          : withoutUndefined({
              allowOrigins: cors.AccessControlAllowOrigins.Items,
              allowMethods: cors.AccessControlAllowMethods.Items,
              allowHeaders: cors.AccessControlAllowHeaders.Items,
              exposeHeaders: cors.AccessControlExposeHeaders?.Items,
              allowCredentials: cors.AccessControlAllowCredentials,
              maxAgeSeconds: cors.AccessControlMaxAgeSec,
              originOverride: cors.OriginOverride,
            }),
      customHeaders: CustomHeadersConfig?.Items.map(({ Header, Value, Override }) => ({
        header: Header,
        value: Value,
        override: Override,
      })),
      removeHeaders: RemoveHeadersConfig?.Items.map(({ Header }) => Header),
    });
    return [identity.name, policy] as const;
  });
  return new Map([...managedResponseHeaders, ...own]);
}
