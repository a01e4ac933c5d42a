import { arn } from '../template/arn.ts';
import type { LoadedStacks } from '../template/loaded-stacks.ts';
import type { ResourceModel } from '../template/resource-model.ts';
import { lambdaFunction } from '../template/resources/lambda-function.ts';
import { role } from '../template/resources/role.ts';
import { rule } from '../template/resources/rule.ts';
import { findByPrefix } from './find-by-prefix.ts';

/** Finds physical names by the beginning of a logical id; each throws when it is not clear which is meant. */
export interface ResourceFinder {
  functionName(prefix: string): string;
  roleName(prefix: string): string;
  ruleArn(prefix: string): string;
}

export function resourceFinder(stacks: LoadedStacks): ResourceFinder {
  const find = (model: ResourceModel, prefix: string, what: string) =>
    findByPrefix(stacks.of(model), prefix, ({ identity }) => identity, what).identity.name;
  return {
    functionName: (prefix) => find(lambdaFunction, prefix, 'function'),
    roleName: (prefix) => find(role, prefix, 'role'),
    ruleArn: (prefix) => arn('events', `rule/${find(rule, prefix, 'rule')}`),
  };
}
