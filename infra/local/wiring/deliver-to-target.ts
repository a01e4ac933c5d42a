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
  /** Publishes a message as the principal, as the call Publish would. */
  readonly publishMessage: (topicArn: string, message: string, principal: Principal) => void;
}

/**
 * Hands a payload to the target of a rule: to a function or a topic if its policy lets EventBridge reach it for
 * this rule, to a state machine with the rights of the target's role, and to a topic so if the target names one.
 * @throws AwsServiceError when the target refuses
 */
export async function deliverToTarget(
  { iam, lambda, startExecution, publishMessage }: TargetServices,
  target: TargetConfig,
  rule: RuleConfig,
  payload: unknown,
): Promise<void> {
  const service = iam.servicePrincipal('events.amazonaws.com', rule.arn);
  if (target.arn.includes(':function:')) {
    iam.authorize(service, 'lambda:InvokeFunction', target.arn);
    lambda.invokeAsync(target.arn, payload);
    return;
  }
  const isTopic = target.arn.includes(':sns:');
  const principal = isTopic && target.roleArn === undefined ? service : assumedRole(iam, target, rule);
  // A text arrives in quotes, as it does on AWS: every input of a target is JSON.
  if (isTopic) publishMessage(target.arn, JSON.stringify(payload), principal);
  else await startExecution(target.arn, payload, principal);
}

function assumedRole(iam: LocalIam, target: TargetConfig, rule: RuleConfig): Principal {
  const roleName = nameOfArn(target.roleArn ?? '');
  if (iam.mayAssume(roleName, 'events.amazonaws.com', rule.arn)) return iam.rolePrincipal(roleName);
  throw new AwsServiceError(
    'AccessDeniedException',
    `The role "${roleName}" of the target does not let EventBridge assume it.`,
    403,
  );
}
