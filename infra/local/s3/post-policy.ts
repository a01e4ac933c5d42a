import * as z from 'zod';
import { AwsServiceError } from '../aws-service-error.ts';

const bound = z.coerce.number().int().nonnegative();

const condition = z.union([
  z.tuple([z.literal('content-length-range'), bound, bound]),
  z.tuple([z.enum(['eq', 'starts-with']), z.string().startsWith('$'), z.string()]),
  z.record(z.string(), z.string()),
]);

const policyDocument = z.object({
  expiration: z.iso.datetime({ offset: true }),
  conditions: z.array(condition),
});

/** One rule about a form field. */
interface FieldRule {
  readonly operator: 'eq' | 'starts-with';
  /** Lower-case. */
  readonly field: string;
  readonly value: string;
}

/** What the signer of a form allows to be uploaded with it. */
export interface PostPolicy {
  readonly expires: Date;
  readonly rules: readonly FieldRule[];
  readonly minimumBytes: number;
  readonly maximumBytes: number;
}

function policyJson(base64: string): unknown {
  try {
    return JSON.parse(Buffer.from(base64, 'base64').toString('utf8'));
  } catch {
    throw new AwsServiceError('InvalidPolicyDocument', 'Invalid Policy: Invalid JSON.');
  }
}

/**
 * Reads the base64 policy of a form upload.
 * Source: "POST Policy", Amazon S3 API Reference.
 * @throws {AwsServiceError} InvalidPolicyDocument.
 */
export function postPolicy(base64: string): PostPolicy {
  const parsed = policyDocument.safeParse(policyJson(base64));
  if (!parsed.success) {
    const where = parsed.error.issues[0]?.path.join('.') ?? '';
    throw new AwsServiceError('InvalidPolicyDocument', `Invalid Policy: "${where}" is not valid.`);
  }
  const rules: FieldRule[] = [];
  let [minimumBytes, maximumBytes] = [0, Number.POSITIVE_INFINITY];
  for (const item of parsed.data.conditions) {
    if (!Array.isArray(item)) {
      for (const [field, value] of Object.entries(item)) {
        rules.push({ operator: 'eq', field: field.toLowerCase(), value });
      }
    } else if (item[0] === 'content-length-range') {
      minimumBytes = Math.max(minimumBytes, item[1]);
      maximumBytes = Math.min(maximumBytes, item[2]);
    } else {
      rules.push({ operator: item[0], field: item[1].slice(1).toLowerCase(), value: item[2] });
    }
  }
  return { expires: new Date(parsed.data.expiration), rules, minimumBytes, maximumBytes };
}
