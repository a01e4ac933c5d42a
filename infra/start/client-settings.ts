import type { LocalCloud } from '../local/local-cloud.ts';

/** How an AWS SDK client reaches the local cloud as its operator. A copy: the SDK writes into what it is given. */
export function clientSettings(cloud: LocalCloud): {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
} {
  const { endpoint, region, credentials } = cloud;
  return { endpoint, region, credentials: { ...credentials } };
}
