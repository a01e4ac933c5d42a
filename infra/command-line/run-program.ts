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
  const [name, ...rest] = nameFirst(program, args);
  if (name === undefined || name === 'help' || name.startsWith('-')) {
    terminal.print(helpOfAll(program));
    return name === 'help' || args.includes('--help') || args.includes('-h') ? EXIT.done : EXIT.wrongUsage;
  }
  const command = program.commands.find((one) => one.name === name);
  if (command === undefined) {
    const names = program.commands.map((one) => one.name).join(', ');
    terminal.complain(`There is no command ${name}. There are: ${names}.`);
    return EXIT.wrongUsage;
  }
  return runCommand(program, command, rest, terminal);
}

/** `--local --data there list` is as good as `list --local --data there`. */
function nameFirst({ commands }: Program, args: readonly string[]): readonly string[] {
  const all = [DEPLOYMENT_OPTIONS, ...commands.map(({ options = {} }) => options)].flatMap((options) =>
    Object.entries(options),
  );
  const withValue = new Set(all.flatMap(([name, { type }]) => (type === 'string' ? [`--${name}`] : [])));
  const at = args.findIndex((arg, index) => !arg.startsWith('-') && !withValue.has(args[index - 1] ?? ''));
  const name = args[at];
  return name === undefined ? args : [name, ...args.slice(0, at), ...args.slice(at + 1)];
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

/**
 * A number below zero looks like an option: what parseArgs says of it names a digit, and helps nobody. Of an unknown
 * option it explains how to pass such a text as an argument, which nobody wanted.
 */
function complaintAbout(args: readonly string[], cause: unknown): string {
  const number = args.find((arg) => /^-\d/.test(arg));
  if (number !== undefined) return `A number below zero goes to the end, after two dashes: … -- ${number}`;
  const unknown = cause instanceof Error && /^Unknown option '(.+?)'/.exec(cause.message)?.[1];
  if (unknown) return `There is no option ${unknown}.`;
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
