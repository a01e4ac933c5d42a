import { runProgram, type Terminal } from '../command-line/run-program.ts';
import { PIPELINE } from '../command-line/stack-kind.ts';
import { issue } from './issue.ts';
import { list } from './list.ts';
import { revoke } from './revoke.ts';

/**
 * Runs one command of the command line with which an operator says who may call the API.
 *
 * @returns the exit code; see `runProgram`.
 */
export function runKeys(args: readonly string[], terminal: Terminal): Promise<number> {
  const program = {
    name: 'npm run keys --',
    purpose: 'Issues keys for the API of a Pipeline, lists and revokes them.',
    example: 'issue',
    stack: PIPELINE,
    commands: [issue, list, revoke],
  };
  return runProgram(program, args, terminal);
}
