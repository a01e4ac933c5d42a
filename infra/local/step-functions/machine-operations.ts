import * as z from 'zod';
import { epochSeconds } from './describe-execution.ts';
import { type ReadyMachine, roleArnOf } from './execution-runner.ts';
import type { Operations } from './operations.ts';
import { parseBody } from './parse-body.ts';
import { findMachine, type StepFunctionsState } from './step-functions-state.ts';

const describeBody = z.object({ stateMachineArn: z.string() });

/** DescribeStateMachine and ListStateMachines; the template alone creates machines, so the list is one page. */
export function machineOperations(state: StepFunctionsState, createdMs: number): Operations {
  const summary = ({ config }: ReadyMachine): object => ({
    stateMachineArn: config.arn,
    name: config.name,
    type: 'STANDARD',
    creationDate: epochSeconds(createdMs),
  });
  return {
    DescribeStateMachine(body, caller) {
      const { stateMachineArn } = parseBody(describeBody, body);
      state.authorize(caller, 'states:DescribeStateMachine', stateMachineArn);
      const machine = findMachine(state, stateMachineArn);
      return {
        ...summary(machine),
        status: 'ACTIVE',
        definition: JSON.stringify(machine.config.definition),
        roleArn: roleArnOf(machine.config),
      };
    },
    ListStateMachines(_, caller) {
      state.authorize(caller, 'states:ListStateMachines', '*');
      return { stateMachines: [...state.machines.values()].map(summary) };
    },
  };
}
