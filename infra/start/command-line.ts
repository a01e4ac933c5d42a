import { parseArgs } from 'node:util';
import * as z from 'zod';
import { WrongUsage } from '../command-line/wrong-usage.ts';

/** Where the local cloud keeps its state when nobody says where. */
export const DEFAULT_DATA_DIRECTORY = '.local';

/** `--format` by the name people use for it; the numbers are the API's own. */
const OUTPUT_FORMATS: Readonly<Record<string, number>> = {
  mp3: 0,
  wav: 1,
  flac: 2,
  m4a: 3,
  wav32: 4,
  flac24: 5,
};

/** What was asked for on the command line of `npm start`. */
export interface CommandLine {
  /** Songs to separate; none means: keep running until Ctrl-C. */
  readonly songs: readonly string[];
  readonly json: boolean;
  readonly help: boolean;
  /** Start from nothing: forget buckets, tables and executions of earlier runs. */
  readonly fresh: boolean;
  /** Object metadata that goes with every song, as the Pipeline reads it. */
  readonly metadata: Readonly<Record<string, string>>;
  /** Whether the engine takes uploads over the limits of API Gateway and Lambda. */
  readonly unlimitedUploads: boolean;
  /** Settings of the app, as in `cdk.json`, over those that it has on this machine. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly outputDirectory: string;
  readonly dataDirectory: string;
  readonly ports: { readonly aws?: number; readonly pipeline?: number; readonly engine?: number };
}

export const USAGE = `Usage
  npm start                          run the pipeline and the engine until Ctrl-C
  npm start -- song.wav more.flac    separate songs, write their stems, and end
  npm start -- --json                as the first, but print one line of JSON when ready

Options
  --recipe drum-kit       what to make of the songs, by the name of a recipe (docs/recipes.md)
  --type 44               which separation (sep_type); 44 is drums/other, 55 phantom centre
  --opt add_opt1=5        an option of it; may be given several times
  --format wav            mp3 (320 kb/s), wav (16 bit), flac (16 bit), m4a, wav32 or flac24
  --out stems             where stems are written
  --unlimited-uploads     let the engine take uploads of up to 400 MB, not 4.4 MB as on AWS
  --settings '{"engine":{"operatorTypes":[31]}}'
                          settings of the app (docs/settings.md), as npm run deploy takes them
  --fresh                 forget everything of earlier runs first
  --data .local           where the local cloud keeps its state
  --port, --pipeline-port, --engine-port
                          fixed ports; free ones are chosen otherwise
  --help                  this text
`;

/**
 * Reads the command line of `npm start`.
 *
 * @throws WrongUsage with a sentence and the usage when an option is unknown or has no sense.
 */
export function readCommandLine(args: readonly string[]): CommandLine {
  const { values, positionals } = parse(args);
  const songs = positionals;
  if (values.json === true && songs.length > 0) {
    throw new WrongUsage('--json keeps the local cloud running and takes no songs. Give one or the other.');
  }
  if (values.recipe !== undefined && (values.type !== undefined || values.opt !== undefined)) {
    throw new WrongUsage(
      'A recipe says itself which separations it is made of. Give --recipe, or --type and --opt.',
    );
  }
  return {
    songs,
    json: values.json ?? false,
    help: values.help ?? false,
    fresh: values.fresh ?? false,
    unlimitedUploads: values['unlimited-uploads'] ?? false,
    settings: values.settings === undefined ? {} : settingsIn(values.settings),
    metadata: {
      ...(values.recipe === undefined ? {} : { recipe: recipeName(values.recipe) }),
      ...(values.type === undefined ? {} : { 'sep-type': wholeNumber('--type', values.type) }),
      ...(values.format === undefined ? {} : { 'output-format': formatNumber(values.format) }),
      ...Object.fromEntries((values.opt ?? []).map(optionMetadata)),
    },
    outputDirectory: values.out ?? 'stems',
    dataDirectory: values.data ?? DEFAULT_DATA_DIRECTORY,
    ports: {
      ...(values.port === undefined ? {} : { aws: port('--port', values.port) }),
      ...(values['pipeline-port'] === undefined
        ? {}
        : { pipeline: port('--pipeline-port', values['pipeline-port']) }),
      ...(values['engine-port'] === undefined
        ? {}
        : { engine: port('--engine-port', values['engine-port']) }),
    },
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
        fresh: { type: 'boolean' },
        'unlimited-uploads': { type: 'boolean' },
        settings: { type: 'string' },
        recipe: { type: 'string' },
        type: { type: 'string' },
        opt: { type: 'string', multiple: true },
        format: { type: 'string' },
        out: { type: 'string' },
        data: { type: 'string' },
        port: { type: 'string' },
        'pipeline-port': { type: 'string' },
        'engine-port': { type: 'string' },
      },
    });
  } catch (cause) {
    throw new WrongUsage(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

const anySettings = z.record(z.string(), z.unknown());

function settingsIn(text: string): Record<string, unknown> {
  const settings = objectIn(text);
  const fixed = ['name', 'upstream'].filter((key) => Object.hasOwn(settings, key));
  if (fixed.length === 0) return settings;
  throw new WrongUsage(
    `npm start runs Pipeline and Engine together: --settings takes no ${fixed.join(', ')}.`,
  );
}

function objectIn(text: string): Record<string, unknown> {
  try {
    return anySettings.parse(JSON.parse(text));
  } catch (cause) {
    throw new WrongUsage(`--settings takes an object of JSON, such as '{"engine":{"chunkSeconds":15}}'.`, {
      cause,
    });
  }
}

function recipeName(name: string): string {
  if (/^[a-z0-9-]{1,40}$/.test(name)) return name;
  throw new WrongUsage(`--recipe takes the name of a recipe, such as drum-kit, not "${name}".`);
}

function wholeNumber(option: string, text: string): string {
  if (!/^\d+$/.test(text)) throw new WrongUsage(`${option} takes a whole number, not "${text}".`);
  return text;
}

function port(option: string, text: string): number {
  const number = Number(wholeNumber(option, text));
  if (number < 1 || number > 65_535)
    throw new WrongUsage(`${option} takes a port from 1 to 65535, not ${text}.`);
  return number;
}

function formatNumber(name: string): string {
  const number = OUTPUT_FORMATS[name];
  if (number === undefined) {
    throw new WrongUsage(`--format takes one of ${Object.keys(OUTPUT_FORMATS).join(', ')}, not "${name}".`);
  }
  return String(number);
}

/** `add_opt1=5` becomes the metadata entry `add-opt1: 5`. */
function optionMetadata(option: string): [string, string] {
  const match = /^add_opt([1-4])=(.+)$/.exec(option);
  if (match?.[1] === undefined || match[2] === undefined) {
    throw new WrongUsage(`--opt takes add_opt1=… to add_opt4=…, not "${option}".`);
  }
  return [`add-opt${match[1]}`, match[2]];
}
