import { runProgram, type Terminal } from '../command-line/run-program.ts';
import { ENGINE } from '../command-line/stack-kind.ts';
import { OPERATOR_COMMANDS } from './operator-commands.ts';

/**
 * Runs one command of the command line with which an Engine is operated.
 *
 * @returns the exit code; see `runProgram`.
 */
export function runOperator(args: readonly string[], terminal: Terminal): Promise<number> {
  const program = {
    name: 'npm run operator --',
    purpose: 'The operator of an Engine gives credits, publishes news, and keeps the catalogue up to date.',
    example: 'grant',
    stack: ENGINE,
    commands: OPERATOR_COMMANDS,
  };
  return runProgram(program, args, terminal);
}
