import { isIP } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { viewerAddress } from '../../../../shared/engine/http/viewer-address.ts';
import { apiEvent, ORIGIN_KEY } from '../form-event.ts';

const addressOf = (forwarded: string) =>
  viewerAddress(apiEvent({ headers: { 'x-forwarded-for': forwarded } }), ORIGIN_KEY);

describe('viewerAddress', () => {
  it.each([
    ['the viewer before CloudFront', '203.0.113.7, 130.176.0.1', '203.0.113.7'],
    ['the viewer whatever it claims', '10.0.0.1, 203.0.113.7,130.176.0.1', '203.0.113.7'],
    ['the source when there is no CloudFront', '203.0.113.7', '1.1.1.1'],
    ['the source when there is no address', 'unknown, 130.176.0.1', '1.1.1.1'],
    ['the network of IPv6', '2001:DB8:0001:2:3:4:5:6, 130.176.0.1', '2001:db8:1:2::/64'],
    ['the network of short IPv6', '2001:db8::1, 130.176.0.1', '2001:db8:0:0::/64'],
    ['the network of a zone', 'fe80::1%eth0, 130.176.0.1', 'fe80:0:0:0::/64'],
    ['IPv4 inside IPv6', '::ffff:203.0.113.7, 130.176.0.1', '203.0.113.7'],
    ['the network of IPv6 with an IPv4 tail', '64:ff9b::203.0.113.7, 130.176.0.1', '64:ff9b:0:0::/64'],
  ])('is %s', (_, forwarded, expected) => {
    expect(addressOf(forwarded)).toBe(expected);
  });

  it.each(['', 'another-key', `${ORIGIN_KEY}, ${ORIGIN_KEY}`])(
    'is the source, whatever is claimed, of a call that shows the key "%s"',
    (key) => {
      const headers = { 'x-forwarded-for': '203.0.113.7, 130.176.0.1', 'x-origin-key': key };
      expect(viewerAddress(apiEvent({ headers }), ORIGIN_KEY)).toBe('1.1.1.1');
    },
  );

  it('is one for all addresses of an IPv6 network, however they are written', () => {
    fc.assert(
      fc.property(fc.ipV6(), fc.ipV6(), (one, other) => {
        fc.pre(isIP(one) === 6 && !/^::ffff:\d+\./i.test(one));
        const network = addressOf(`${one}, 130.176.0.1`);
        const groups = network.replace('::/64', '').split(':');
        expect(groups).toHaveLength(4);
        const host =
          other.includes('::') || other.includes('.') ? '1:2:3:4' : other.split(':').slice(4).join(':');
        expect(addressOf(`${groups.join(':')}:${host}, 130.176.0.1`)).toBe(network);
      }),
    );
  });
});
