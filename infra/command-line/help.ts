import type { Command } from './command.ts';
import type { Program } from './program.ts';
import type { StackKind } from './stack-kind.ts';

/** The commands, a line each, and how to say which deployment is meant. */
export function helpOfAll({ name: program, purpose, example, stack, commands }: Program): string {
  return [
    purpose,
    '',
    'Usage',
    ...columns(commands.map(({ name, summary }) => [`${program} ${name}`, summary])),
    '',
    `Each says more with --help, for example: ${program} ${example} --help`,
    '',
    `Which ${stack.noun}: the one on AWS, with the credentials of your environment, or`,
    ...columns(where(stack)),
  ].join('\n');
}

/** One command with its options. */
export function helpOf({ name, stack }: Program, { usage, summary, options = {} }: Command): string {
  const own = Object.values(options).map(({ help }) => help);
  return [
    `Usage: ${name} ${usage}`,
    `  ${summary}`,
    '',
    'Options',
    ...columns([...own, ...where(stack), ['--help', 'this text']]),
  ].join('\n');
}

function where({ noun }: StackKind): readonly (readonly [string, string])[] {
  return [
    ['--local', `the ${noun} that npm start runs on this machine`],
    ['--data <folder>', 'its folder, .local by default'],
    ['--outputs <file>', 'what npm run deploy wrote, cdk-outputs.json by default'],
    ['--stack <name>', `which ${noun} of that file, where it knows several`],
  ];
}

function columns(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([left]) => left.length)) + 3;
  return rows.map(([left, right]) => `  ${left.padEnd(width)}${right}`);
}
