import type { AssemblyStack } from '../template/read-assembly.ts';
import type { ResourceIdentity } from '../template/resource-model.ts';
import { distribution } from '../template/resources/distribution.ts';
import { httpApi } from '../template/resources/http-api.ts';
import { findByPrefix, hasPrefix } from './find-by-prefix.ts';

/** A resource of the templates that is reached under a domain of its own. */
export interface Addressable {
  readonly identity: ResourceIdentity;
  /** The domain it has on AWS. */
  readonly domain: string;
}

/** Which local address stands for which domain. */
export interface AddressBook {
  /** Address of the resource whose logical id starts so; of what stands in front of it, if anything does. */
  address(logicalIdPrefix: string): string;
  /** Address of the resource itself, for what stands in front of it. */
  ownAddress(logicalIdPrefix: string): string;
  /** Address behind a bare domain; undefined for a domain of the outer world. */
  addressOfDomain(domain: string): string | undefined;
  /** Puts local addresses in the place of `https://<domain>`. */
  rewrite(text: string): string;
}

/** Every HTTP API and distribution. Their ids depend on nothing that has to be resolved first. */
export function addressables(stacks: readonly AssemblyStack[]): Addressable[] {
  return stacks.flatMap(({ name: stack, template }) =>
    Object.entries(template.Resources).flatMap(([logicalId, { Type: type }]) => {
      const model = [httpApi, distribution].find((candidate) => candidate.type === type);
      if (model === undefined) return [];
      const identity = { stack, logicalId, type, name: model.physicalName(stack, logicalId) };
      const address = model.attributes.ApiEndpoint ?? model.attributes.DomainName;
      return address === undefined ? [] : [{ identity, domain: address(identity).replace('https://', '') }];
    }),
  );
}

/**
 * @param urlOf Address of each addressable's own server.
 * @param fronts By logical id or its prefix: an address used wherever the resource's own would appear.
 * @throws Error for a front that is before nothing
 */
export function addressBook(
  all: readonly Addressable[],
  urlOf: (addressable: Addressable) => string,
  fronts: Readonly<Record<string, string>>,
): AddressBook {
  const find = (prefix: string) =>
    findByPrefix(all, prefix, ({ identity }) => identity, 'HTTP API or distribution');
  for (const prefix of Object.keys(fronts)) find(prefix);
  const frontOf = ({ identity }: Addressable) =>
    Object.entries(fronts).find(
      ([prefix]) => hasPrefix(identity, prefix) && find(prefix).identity === identity,
    )?.[1];
  const entries = all.map((addressable) => ({
    addressable,
    url: (frontOf(addressable) ?? urlOf(addressable)).replace(/\/$/, ''),
  }));
  const entryOf = (prefix: string) => {
    const found = find(prefix);
    return entries.find(({ addressable }) => addressable === found);
  };
  return {
    address: (prefix) => entryOf(prefix)?.url ?? '',
    ownAddress: (prefix) => urlOf(find(prefix)),
    addressOfDomain: (domain) => entries.find(({ addressable }) => addressable.domain === domain)?.url,
    rewrite: (text) =>
      entries.reduce(
        (rewritten, { addressable, url }) => rewritten.replaceAll(`https://${addressable.domain}`, url),
        text,
      ),
  };
}
