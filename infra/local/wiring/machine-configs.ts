import * as z from 'zod';
import type { LocalIam } from '../iam/local-iam.ts';
import type { MachineConfig } from '../step-functions/machine-config.ts';
import { arn } from '../template/arn.ts';
import type { LoadedStacks } from '../template/loaded-stacks.ts';
import { stateMachine } from '../template/resources/state-machine.ts';
import { nameOfArn } from './name-of-arn.ts';

/**
 * The state machines of the templates.
 * @throws Error for a definition that is no JSON object, and for a role that Step Functions may not assume
 */
export function machineConfigs(stacks: LoadedStacks, iam: LocalIam): MachineConfig[] {
  return stacks.of(stateMachine).map(({ identity, properties }) => {
    const machineArn = arn('states', `stateMachine:${identity.name}`);
    const roleName = nameOfArn(properties.RoleArn);
    if (!iam.mayAssume(roleName, 'states.amazonaws.com', machineArn)) {
      throw new Error(
        `${identity.stack}/${identity.logicalId}: the role ${roleName} does not let Step Functions assume it.`,
      );
    }
    const definition = z.record(z.string(), z.unknown()).parse(JSON.parse(properties.DefinitionString));
    return { arn: machineArn, name: identity.name, definition, roleName };
  });
}
