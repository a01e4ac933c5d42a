import { parseArgs } from 'node:util';
import { awsDeployment } from './aws-deployment.ts';
import type { Command } from './command.ts';
import type { Deployment } from './deployment.ts';
import { describeProblem } from './describe-problem.ts';
import { helpOf, helpOfAll } from './help.ts';
import { localDeployment } from './local-deployment.ts';
import type { Program } from './program.ts';
import { WrongUsage } from './wrong-usage.ts';

/** What a shell is told: that it worked, that it did not, that the command line made no sense. */
const EXIT = { done: 0, failed: 1, wrongUsage: 2 } as const;

/** Where to find the deployment; every command takes them. */
const DEPLOYMENT_OPTIONS = {
  local: { type: 'boolean' },
  data: { type: 'string' },
  outputs: { type: 'string' },
  stack: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

type Values = Readonly<Record<string, unknown>>;

export interface Terminal {
  readonly print: (line: string) => void;
  readonly complain: (line: string) => void;
  readonly now: () => Date;
}

/**
 * Runs one command of a program.
 *
 * @param args what follows the name of the program.
 * @returns the exit code: 0 done, 1 failed, 2 wrong usage. It never throws.
 */
export async function runProgram(
  program: Program,
  args: readonly string[],
  terminal: Terminal,
): Promise<number> {
  const [name, ...rest] = nameFirst(args);
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    terminal.print(helpOfAll(program));
    return name === undefined ? EXIT.wrongUsage : EXIT.done;
  }
  const command = program.commands.find((one) => one.name === name);
  if (command === undefined) {
    const names = program.commands.map((one) => one.name).join(', ');
    terminal.complain(`There is no command ${name}. There are: ${names}.`);
    return EXIT.wrongUsage;
  }
  return runCommand(program, command, rest, terminal);
}

/** `--local list` is as good as `list --local`. */
function nameFirst(args: readonly string[]): readonly string[] {
  const [first, second, ...rest] = args;
  return first === '--local' && second !== undefined ? [second, first, ...rest] : args;
}

async function runCommand(
  program: Program,
  command: Command,
  args: readonly string[],
  { print, complain, now }: Terminal,
): Promise<number> {
  try {
    const { values, positionals } = readArguments(command, args);
    if (values.help === true) {
      print(helpOf(program, command));
      return EXIT.done;
    }
    await command.run({
      words: positionals,
      option: (name) => text(values, name),
      flag: (name) => values[name] === true,
      deployment: () => findDeployment(program, values),
      print,
      now,
    });
    return EXIT.done;
  } catch (error) {
    complain(describeProblem(program.stack.noun, error));
    if (!(error instanceof WrongUsage)) return EXIT.failed;
    complain(`\n${helpOf(program, command)}`);
    return EXIT.wrongUsage;
  }
}

function readArguments(
  { options = {} }: Command,
  args: readonly string[],
): { values: Values; positionals: readonly string[] } {
  const own = Object.fromEntries(Object.entries(options).map(([name, { type }]) => [name, { type }]));
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { ...own, ...DEPLOYMENT_OPTIONS },
    });
  } catch (cause) {
    throw new WrongUsage(complaintAbout(args, cause), { cause });
  }
}

/** A number below zero looks like an option: what parseArgs says of it names a digit, and helps nobody. */
function complaintAbout(args: readonly string[], cause: unknown): string {
  const number = args.find((arg) => /^-\d/.test(arg));
  if (number !== undefined) return `A number below zero goes to the end, after two dashes: … -- ${number}`;
  return cause instanceof Error ? cause.message : String(cause);
}

async function findDeployment({ stack }: Program, values: Values): Promise<Deployment> {
  if (values.local === true) return localDeployment(stack, text(values, 'data') ?? '.local');
  return awsDeployment(stack, text(values, 'outputs') ?? 'cdk-outputs.json', text(values, 'stack'));
}

function text(values: Values, name: string): string | undefined {
  const value = values[name];
  return typeof value === 'string' ? value : undefined;
}
