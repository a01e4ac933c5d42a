import { type LookupAddress, type LookupAllOptions, lookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { RefusedUrl } from '../errors/refused-url.ts';
import { isPrivateAddress } from './private-address.ts';

/** Finds all addresses of a name, as `lookup` of node:dns does with `all`. */
export type ResolveName = (
  hostname: string,
  options: LookupAllOptions,
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

/**
 * A `lookup` for node:http and node:https that resolves a name to public addresses only.
 *
 * The check sits where the connection is made, not before it, so that a name that answers a public
 * address first and a private one a moment later (DNS rebinding) gains nothing. Fails with `RefusedUrl`
 * when a name has private addresses only.
 *
 * @param resolve who is asked for the addresses; the resolver of this machine unless told otherwise.
 */
export function guardedLookup(resolve: ResolveName = lookup): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) {
        callback(error, []);
        return;
      }
      const allowed = addresses.filter(({ address }) => !isPrivateAddress(address));
      const [first] = allowed;
      if (first === undefined) {
        callback(privateHost(hostname), []);
      } else if (options.all) {
        callback(null, allowed);
      } else {
        callback(null, first.address, first.family satisfies LookupAddress['family']);
      }
    });
  };
}

/** The refusal of a host that leads into a private network. */
export function privateHost(hostname: string): RefusedUrl {
  return new RefusedUrl(
    `The link leads to ${hostname}, which is a private address. Use a link that the public internet can open.`,
  );
}
