import { isIP, isIPv6 } from 'node:net';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { ORIGIN_KEY_HEADER } from './origin-key-header.ts';

/**
 * Where a call comes from: an IPv4 address, or the first 64 bits of an IPv6 address, since whoever has one of
 * those has them all.
 *
 * CloudFront appends the viewer's address to `X-Forwarded-For`, and API Gateway appends CloudFront's, so the
 * viewer is the second from the right, whatever the viewer itself wrote there. That is believed only of a call
 * that shows CloudFront's key; a call past CloudFront comes from where API Gateway sees it come from.
 *
 * @param originKey what CloudFront shows.
 */
export function viewerAddress(event: APIGatewayProxyEventV2, originKey: string): string {
  const { sourceIp } = event.requestContext.http;
  if (event.headers[ORIGIN_KEY_HEADER] !== originKey) return network(sourceIp);
  const forwarded = (event.headers['x-forwarded-for'] ?? '').split(',').map((hop) => hop.trim());
  const viewer = forwarded.at(-2) ?? '';
  return network(isIP(viewer) === 0 ? sourceIp : viewer);
}

function network(address: string): string {
  if (!isIPv6(address)) return address;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  return mapped ?? `${fullGroups(address).slice(0, 4).join(':')}::/64`;
}

/** The groups of an IPv6 address, those that `::` leaves out included. */
function fullGroups(address: string): string[] {
  // The address without its zone; an IPv4 tail is the last 32 bits, which are of no interest here.
  const [left = '', right = ''] = address.toLowerCase().replace(/%.*$/, '').split('::');
  const groups = (text: string) =>
    text.split(':').flatMap((group) => (group.includes('.') ? ['0', '0'] : group === '' ? [] : [group]));
  const [head, tail] = [groups(left), groups(right)];
  const missing = Array.from({ length: 8 - head.length - tail.length }, () => '0');
  return [...head, ...missing, ...tail].map((group) => group.replace(/^0+(?=.)/, ''));
}
