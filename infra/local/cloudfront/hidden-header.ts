const HIDDEN = new Set([
  'connection',
  'expect',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'trailer',
  'upgrade',
  'x-accel-buffering',
  'x-accel-charset',
  'x-accel-limit-rate',
  'x-accel-redirect',
  'x-cache',
  'x-forwarded-proto',
  'x-real-ip',
]);

/**
 * Whether CloudFront keeps a header from its functions, which may not set it either.
 * Source: "Restrictions on all edge functions" in the CloudFront guide.
 *
 * @param name in lower case.
 */
export function isHiddenHeader(name: string): boolean {
  return HIDDEN.has(name) || ['x-amz-cf-', 'x-amzn-', 'x-edge-'].some((prefix) => name.startsWith(prefix));
}
