import { BlockList, isIP } from 'node:net';

/**
 * Networks that no link from a stranger may reach, from the IANA special-purpose address registries
 * (RFC 6890 and its successors): this host, private, shared (CGNAT), link-local with the cloud metadata
 * addresses, documentation, benchmarking, multicast and reserved ranges.
 */
const NETWORKS = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
  '::/96', // unspecified, loopback and the deprecated IPv4-compatible form
  '64:ff9b:1::/48', // local-use NAT64: may lead to private IPv4
  '100::/64',
  '2001::/23', // Teredo and other protocol assignments
  '2001:db8::/32',
  'fc00::/7', // unique local; AWS's metadata fd00:ec2::254 is inside
  'fe80::/10',
  'fec0::/10',
  'ff00::/8',
] as const;

const blocked = new BlockList();
for (const network of NETWORKS) {
  const [address = '', prefix = ''] = network.split('/');
  blocked.addSubnet(address, Number(prefix), address.includes(':') ? 'ipv6' : 'ipv4');
}

/** IPv6 prefixes whose addresses carry an IPv4 address, and the 16-bit group at which it starts. */
const IPV4_CARRIERS = [
  { prefix: [0, 0, 0, 0, 0, 0xffff], startsAt: 6 }, // ::ffff:a.b.c.d, IPv4-mapped
  { prefix: [0, 0, 0, 0, 0xffff, 0], startsAt: 6 }, // ::ffff:0:a.b.c.d, IPv4-translated
  { prefix: [0x64, 0xff9b, 0, 0, 0, 0], startsAt: 6 }, // 64:ff9b::a.b.c.d, NAT64
  { prefix: [0x2002], startsAt: 1 }, // 2002:aabb:ccdd::, 6to4
] as const;

/**
 * Whether an IP address belongs to a network that strangers' links must not reach.
 *
 * Addresses that wrap an IPv4 address are judged by the wrapped one. Anything that is not a plain IP
 * address (a name, an IPv6 address with a zone) counts as private, so that a mistake refuses instead of
 * opening.
 */
export function isPrivateAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return blocked.check(address, 'ipv4');
  if (family !== 6 || address.includes('%')) return true;
  const wrapped = wrappedIpv4(address);
  if (wrapped !== undefined) return blocked.check(wrapped, 'ipv4');
  return blocked.check(address, 'ipv6');
}

function wrappedIpv4(address: string): string | undefined {
  const groups = ipv6Groups(address);
  const carrier = IPV4_CARRIERS.find(({ prefix }) => prefix.every((group, index) => group === groups[index]));
  if (carrier === undefined) return undefined;
  const [high = 0, low = 0] = groups.slice(carrier.startsAt);
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}

/** The eight 16-bit groups of a valid IPv6 address. */
function ipv6Groups(address: string): number[] {
  // The URL parser writes every IPv6 address in one canonical form, a dotted tail included.
  const canonical = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const [head = '', tail] = canonical.split('::');
  const parse = (part: string) =>
    part === '' ? [] : part.split(':').map((group) => Number.parseInt(group, 16));
  const first = parse(head);
  const last = parse(tail ?? '');
  return [...first, ...Array<number>(8 - first.length - last.length).fill(0), ...last];
}
