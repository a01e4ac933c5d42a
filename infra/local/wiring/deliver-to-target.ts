import { AwsServiceError } from '../aws-service-error.ts';
import type { RuleConfig, TargetConfig } from '../event-bridge/event-bus.ts';
import type { LocalIam } from '../iam/local-iam.ts';
import type { LocalLambda } from '../lambda/local-lambda.ts';
import type { Principal } from '../principal.ts';
import { nameOfArn } from './name-of-arn.ts';

export interface TargetServices {
  readonly iam: LocalIam;
  readonly lambda: LocalLambda;
  /** Starts an execution as the principal, as the call StartExecution would. */
  readonly startExecution: (stateMachineArn: string, input: unknown, principal: Principal) => Promise<void>;
}

/**
 * Hands a payload to the target of a rule: to a function if its permissions let EventBridge invoke it for
 * this rule, to a state machine with the rights of the target's role.
 * @throws AwsServiceError when the target refuses
 */
export async function deliverToTarget(
  { iam, lambda, startExecution }: TargetServices,
  target: TargetConfig,
  rule: RuleConfig,
  payload: unknown,
): Promise<void> {
  if (target.arn.includes(':function:')) {
    const service = iam.servicePrincipal('events.amazonaws.com', rule.arn);
    iam.authorize(service, 'lambda:InvokeFunction', target.arn);
    lambda.invokeAsync(target.arn, payload);
    return;
  }
  const roleName = nameOfArn(target.roleArn ?? '');
  if (!iam.mayAssume(roleName, 'events.amazonaws.com', rule.arn)) {
    throw new AwsServiceError(
      'AccessDeniedException',
      `The role "${roleName}" of the target does not let EventBridge assume it.`,
      403,
    );
  }
  await startExecution(target.arn, payload, iam.rolePrincipal(roleName));
}
