import type { DistributionConfig, Origin, PathBehavior } from '../cloudfront/distribution-config.ts';
import { joinForwarding } from '../cloudfront/join-forwarding.ts';
import { managedForwarding } from '../cloudfront/managed-forwarding.ts';
import type { LocalIam } from '../iam/local-iam.ts';
import { LOCAL_ACCOUNT, LOCAL_REGION } from '../location.ts';
import type { LoadedStacks } from '../template/loaded-stacks.ts';
import { distribution } from '../template/resources/distribution.ts';
import type { AddressBook } from './address-book.ts';
import { edgeFunctions } from './edge-functions.ts';
import { responseHeadersPolicies } from './response-headers-policies.ts';
import { withoutUndefined } from './without-undefined.ts';

export interface DistributionOptions {
  readonly stacks: LoadedStacks;
  readonly iam: LocalIam;
  readonly addresses: AddressBook;
  /** Address of the AWS endpoint, for S3 origins. */
  readonly endpoint: string;
  readonly log: (line: string) => void;
}

type DistributionProperties = ReturnType<typeof distribution.schema.parse>['DistributionConfig'];
type BehaviorProperties = DistributionProperties['DefaultCacheBehavior'];
type OriginProperties = DistributionProperties['Origins'][number];

/**
 * The distributions of the templates.
 * @throws Error for a policy that is not modelled, for a bucket without origin access control, and for a
 *   CloudFront Function that is not there or no JavaScript
 */
export function distributionConfigs(options: DistributionOptions): DistributionConfig[] {
  const policies = responseHeadersPolicies(options.stacks);
  const functions = edgeFunctions(options.stacks, options.log);
  const behavior = (properties: BehaviorProperties) => {
    const { CachePolicyId, OriginRequestPolicyId, ResponseHeadersPolicyId } = properties;
    const cached = managedForwarding(CachePolicyId);
    const responseHeaders =
      ResponseHeadersPolicyId === undefined ? undefined : policies.get(ResponseHeadersPolicyId);
    if (ResponseHeadersPolicyId !== undefined && responseHeaders === undefined) {
      throw new Error(
        `The local cloud does not model the response headers policy ${ResponseHeadersPolicyId}.`,
      );
    }
    const functionFor = (eventType: string) => {
      const arn = properties.FunctionAssociations.find(
        ({ EventType }) => EventType === eventType,
      )?.FunctionARN;
      if (arn === undefined) return undefined;
      const found = functions.get(arn);
      if (found === undefined) throw new Error(`There is no CloudFront Function ${arn} in the templates.`);
      return found;
    };
    return withoutUndefined({
      targetOriginId: properties.TargetOriginId,
      allowedMethods: properties.AllowedMethods,
      forward:
        OriginRequestPolicyId === undefined
          ? cached
          : joinForwarding(cached, managedForwarding(OriginRequestPolicyId)),
      responseHeaders,
      viewerRequest: functionFor('viewer-request'),
      viewerResponse: functionFor('viewer-response'),
    });
  };
  return options.stacks.of(distribution).map(({ identity, properties: { DistributionConfig: config } }) => {
    const behaviors: PathBehavior[] = config.CacheBehaviors.map((properties) => ({
      ...behavior(properties),
      pathPattern: properties.PathPattern,
    }));
    return withoutUndefined({
      id: identity.name,
      domainName: `${identity.name.toLowerCase()}.cloudfront.net`,
      origins: Object.fromEntries(
        config.Origins.map((origin) => [origin.Id, originConfig(options, identity.name, origin)]),
      ),
      defaultBehavior: behavior(config.DefaultCacheBehavior),
      behaviors,
      defaultRootObject: config.DefaultRootObject,
    });
  });
}

function originConfig(
  { iam, addresses, endpoint }: DistributionOptions,
  distributionId: string,
  origin: OriginProperties,
): Origin {
  const suffix = `.s3.${LOCAL_REGION}.amazonaws.com`;
  if (!origin.DomainName.endsWith(suffix)) {
    return withoutUndefined({
      kind: 'http' as const,
      url: addresses.addressOfDomain(origin.DomainName) ?? `https://${origin.DomainName}`,
      originPath: origin.OriginPath,
      readTimeoutSeconds: origin.CustomOriginConfig?.OriginReadTimeout,
      customHeaders:
        origin.OriginCustomHeaders &&
        Object.fromEntries(
          origin.OriginCustomHeaders.map(({ HeaderName, HeaderValue }) => [HeaderName, HeaderValue]),
        ),
    });
  }
  if (origin.OriginAccessControlId === undefined) {
    throw new Error(
      `The origin ${origin.Id} has no origin access control: the bucket would refuse every read.`,
    );
  }
  if (origin.OriginCustomHeaders !== undefined) {
    throw new Error(`The origin ${origin.Id}: custom headers for a bucket are not modelled.`);
  }
  const sourceArn = `arn:aws:cloudfront::${LOCAL_ACCOUNT}:distribution/${distributionId}`;
  return withoutUndefined({
    kind: 's3' as const,
    endpoint,
    region: LOCAL_REGION,
    bucket: origin.DomainName.slice(0, -suffix.length),
    originPath: origin.OriginPath,
    credentials: iam.credentialsOfService('cloudfront.amazonaws.com', sourceArn),
  });
}
