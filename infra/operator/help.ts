import type { OperatorCommand } from './operator-command.ts';

const PROGRAM = 'npm run operator --';

const WHERE: readonly (readonly [string, string])[] = [
  ['--local', 'the Engine that npm start runs on this machine'],
  ['--data <folder>', 'its folder, .local by default'],
  ['--outputs <file>', 'what npm run deploy wrote, cdk-outputs.json by default'],
  ['--stack <name>', 'which Engine of that file, where it knows several'],
];

/** The commands, a line each, and how to say which Engine is meant. */
export function helpOfAll(commands: readonly OperatorCommand[]): string {
  return [
    'The operator of an Engine gives credits, publishes news, and keeps the catalogue up to date.',
    '',
    'Usage',
    ...columns(commands.map(({ name, summary }) => [`${PROGRAM} ${name}`, summary])),
    '',
    `Each says more with --help, for example: ${PROGRAM} grant --help`,
    '',
    'Which Engine: the one on AWS, with the credentials of your environment, or',
    ...columns(WHERE),
  ].join('\n');
}

/** One command with its options. */
export function helpOf({ usage, summary, options = {} }: OperatorCommand): string {
  const own = Object.values(options).map(({ help }) => help);
  return [
    `Usage: ${PROGRAM} ${usage}`,
    `  ${summary}`,
    '',
    'Options',
    ...columns([...own, ...WHERE, ['--help', 'this text']]),
  ].join('\n');
}

function columns(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([left]) => left.length)) + 3;
  return rows.map(([left, right]) => `  ${left.padEnd(width)}${right}`);
}
