import type { RuleConfig } from '../event-bridge/event-bus.ts';
import type { ScheduledRule } from '../event-bridge/schedule-timers.ts';
import { arn } from '../template/arn.ts';
import type { LoadedStacks } from '../template/loaded-stacks.ts';
import { rule } from '../template/resources/rule.ts';

/** The rules of the templates. */
export function ruleConfigs(stacks: LoadedStacks): RuleConfig[] {
  return stacks.of(rule).map(({ identity, properties }) => ({
    name: identity.name,
    arn: arn('events', `rule/${identity.name}`),
    enabled: properties.State === 'ENABLED',
    pattern: properties.EventPattern,
    targets: properties.Targets.map((target) => ({
      id: target.Id,
      arn: target.Arn,
      roleArn: target.RoleArn,
      input: target.Input,
      inputPath: target.InputPath,
      inputTransformer: target.InputTransformer,
      retryPolicy: {
        maximumRetryAttempts: target.RetryPolicy?.MaximumRetryAttempts,
        maximumEventAgeSeconds: target.RetryPolicy?.MaximumEventAgeInSeconds,
      },
      deadLetterArn: target.DeadLetterConfig?.Arn,
    })),
  }));
}

/** The rules that the clock fires. */
export function scheduledRules(stacks: LoadedStacks): ScheduledRule[] {
  return stacks
    .of(rule)
    .flatMap(({ identity, properties: { ScheduleExpression: expression, State } }) =>
      expression === undefined || State === 'DISABLED'
        ? []
        : [{ arn: arn('events', `rule/${identity.name}`), expression }],
    );
}
