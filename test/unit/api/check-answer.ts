import { type Operation, problemsOf } from '../../../shared/api/operation.ts';
import { problem } from '../../../shared/api/problem.ts';
import { PROBLEM_KINDS } from '../../../shared/api/problem-kinds.ts';

/** One answer as it came. */
export interface GivenAnswer {
  readonly status: number;
  /** By lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/** Words that only our inside knows. */
const INNER_WORDS =
  /node_modules|\.(ts|js|mjs):\d|\n\s+at |arn:aws|amazonaws|dynamodb|exception|zoderror|typeerror|rangeerror|referenceerror|syntaxerror|lambda\b|\[object /i;

/** Headers that go with a status. */
const EXPECTED: Readonly<Record<number, string>> = {
  401: 'www-authenticate',
  405: 'allow',
  429: 'retry-after',
};

/**
 * Makes sure that an answer is a reply of the operation, or a problem of the kinds that the operation has, and that
 * no refusal tells of our inside.
 *
 * @param operation undefined for an address that is none.
 * @param secrets what may stand in no answer.
 * @throws Error saying what is wrong with the answer
 */
export function checkAnswer(
  operation: Operation | undefined,
  { status, headers, text }: GivenAnswer,
  secrets: readonly string[],
): void {
  const said = `${status}: ${text.slice(0, 500)}`;
  const fail = (what: string) => {
    throw new Error(`${what} — ${operation?.id ?? 'no operation'} answered ${said}`);
  };
  if (secrets.some((secret) => text.includes(secret) || JSON.stringify(headers).includes(secret))) {
    fail('A secret got out');
  }
  if (status < 300 && operation !== undefined) {
    if (status !== operation.status) fail('That is not the status of a reply');
    if (!headers['content-type']?.startsWith('application/json')) fail('A reply is JSON');
    operation.reply.parse(JSON.parse(text));
    return;
  }
  // What an address takes, as OPTIONS asks.
  if (status === 204 && operation === undefined) {
    if (text !== '' || !headers.allow) fail('That does not say what the address takes');
    return;
  }
  if (status < 400 || status >= 500) fail('That is no refusal');
  if (headers['content-type'] !== 'application/problem+json') fail('A refusal is a problem');
  const refusal = problem.parse(JSON.parse(text));
  if (refusal.status !== status) fail('The status in the problem is another one');
  const allowed =
    operation === undefined
      ? [404, 405]
      : problemsOf(operation).map((kind): number => PROBLEM_KINDS[kind].status);
  if (!allowed.includes(status)) fail('The operation does not have this refusal');
  const header = EXPECTED[status];
  if (header !== undefined && headers[header] === undefined) fail(`The header ${header} is missing`);
  if (INNER_WORDS.test(text)) fail('The refusal tells of our inside');
}
