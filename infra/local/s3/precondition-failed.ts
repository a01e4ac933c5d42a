import { AwsServiceError } from '../aws-service-error.ts';

/** The 412 of a condition that did not hold. */
export function preconditionFailed(condition: string): AwsServiceError {
  const message = 'At least one of the pre-conditions you specified did not hold';
  return new AwsServiceError('PreconditionFailed', message, 412, { Condition: condition });
}
