import { createHash } from 'node:crypto';

/** The letters and digits a generated id is made of. */
const ID_ALPHABET = 'abcdefghijklmnopqrstuvwxyz0123456789';

/**
 * The name of a resource that the template leaves unnamed: "<stack>-<logical id>", the same on every start.
 * AWS draws a random suffix instead; here state must be found again after a restart. A name too long is cut
 * and ends in a digest of the whole, so that two long names stay different.
 */
export function physicalName(stack: string, logicalId: string, maximumLength: number): string {
  const name = `${stack}-${logicalId}`;
  if (name.length <= maximumLength) return name;
  const digest = createHash('sha256').update(name).digest('hex').slice(0, 8);
  return `${name.slice(0, maximumLength - digest.length - 1)}-${digest}`;
}

/** An id as API Gateway and CloudFront give them, the same on every start: lower-case letters and digits. */
export function generatedId(stack: string, logicalId: string, length: number): string {
  const digest = createHash('sha256').update(`${stack}/${logicalId}`).digest();
  return [...digest.subarray(0, length)].map((byte) => ID_ALPHABET[byte % ID_ALPHABET.length] ?? '').join('');
}
