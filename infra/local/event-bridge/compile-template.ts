import type { BusEvent } from '../bus-event.ts';
import type { MakePayload, MatchedRule } from './compile-input.ts';
import { jsonPath } from './json-path.ts';

type Variable = (event: BusEvent, rule: MatchedRule) => unknown;

const PREDEFINED: Readonly<Record<string, Variable>> = {
  'aws.events.rule-arn': (_, rule) => rule.arn,
  'aws.events.rule-name': (_, rule) => rule.name,
  'aws.events.event.ingestion-time': (event) => event.time,
  'aws.events.event': ({ detail: _, ...envelope }) => envelope,
  'aws.events.event.json': (event) => event,
};

/**
 * Compiles an InputTransformer. A `<variable>` by itself becomes JSON (text in quotes); inside a quoted
 * text its value is put in as it is, and a value with a quote or a line break makes no valid JSON. Where the
 * event has nothing at a path, null or nothing is put in.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
 * @throws Error for a variable that is not defined
 */
export function compileTemplate(template: string, paths: Readonly<Record<string, string>>): MakePayload {
  const own = Object.entries(paths).map(([name, path]): [string, Variable] => [name, jsonPath(path)]);
  const variables = new Map<string, Variable>([...Object.entries(PREDEFINED), ...own]);
  const pieces = template.split(/<([^<>]*)>/);
  const used = pieces.filter((_, index) => index % 2 === 1);
  const unknown = used.find((name) => !variables.has(name));
  if (unknown !== undefined) throw new Error(`The input template uses <${unknown}>, which is not defined.`);

  return (event, rule) => {
    let text = '';
    let quoted = false;
    for (const [index, piece] of pieces.entries()) {
      if (index % 2 === 0) {
        text += piece;
        quoted = endsInsideQuotes(piece, quoted);
      } else {
        const value = variables.get(piece)?.(event, rule);
        text += quoted ? asQuotedText(value) : (JSON.stringify(value) ?? 'null');
      }
    }
    return parseJson(text);
  };
}

function endsInsideQuotes(piece: string, inside: boolean): boolean {
  const quotes = piece.match(/\\.|"/gs)?.filter((found) => found === '"').length ?? 0;
  return quotes % 2 === 0 ? inside : !inside;
}

/** The value as it is: EventBridge escapes nothing here, so that a quote in it ends the text. */
function asQuotedText(value: unknown): string {
  if (value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Error('The input template made no valid JSON of the event.', { cause });
  }
}
