import { AwsServiceError } from '../aws-service-error.ts';
import type { PostPolicy } from './post-policy.ts';

/** Fields a policy need not mention. */
const FREE = /^(x-amz-signature|policy|file|bucket|x-ignore-.*)$/;

function refuse(what: string): AwsServiceError {
  return new AwsServiceError('AccessDenied', `Invalid according to Policy: ${what}`, 403);
}

/**
 * Holds the fields of a form against its policy: every condition must be met, and every field must be
 * covered by one. `fields` has lower-case names and, as "bucket" and "key", where the object will go.
 * @throws {AwsServiceError} AccessDenied.
 */
export function checkPostPolicy(policy: PostPolicy, fields: ReadonlyMap<string, string>, now: Date): void {
  if (now >= policy.expires) throw refuse('Policy expired.');
  for (const { operator, field, value } of policy.rules) {
    const actual = fields.get(field) ?? '';
    const holds = operator === 'eq' ? actual === value : actual.startsWith(value);
    if (!holds) {
      throw refuse(`Policy Condition failed: ${JSON.stringify([operator, `$${field}`, value])}`);
    }
  }
  const covered = new Set(policy.rules.map(({ field }) => field));
  const extra = [...fields.keys()].filter((name) => !FREE.test(name) && !covered.has(name));
  if (extra.length > 0) throw refuse(`Extra input fields: ${extra.join(', ')}`);
}
