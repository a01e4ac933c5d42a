import { type Operation, problemsOf } from '../operation.ts';
import { describeProblem, problem } from '../problem.ts';
import { PROBLEM_KINDS, type ProblemKind } from '../problem-kinds.ts';
import type { NamedSchemas } from './named-schemas.ts';
import { PROBLEM_EXAMPLES } from './problem-examples.ts';

/** What every problem is described by; its name is given here, because it is no answer of any operation. */
const namedProblem = problem.meta({ id: 'Problem' });

/** Everything that an operation is answered with, by status. */
export function describeResponses(operation: Operation, schemas: NamedSchemas) {
  const kinds = problemsOf(operation);
  const statuses = [...new Set(kinds.map((kind) => PROBLEM_KINDS[kind].status))].toSorted((a, b) => a - b);
  return {
    [String(operation.status)]: {
      description: operation.status === 202 ? 'It is on its way.' : 'What was asked for.',
      ...headersOf(operation, operation.status),
      content: {
        'application/json': {
          schema: schemas.describe(operation.reply, 'output'),
          examples: numbered(operation.examples.map(({ summary, reply }) => ({ summary, value: reply }))),
        },
      },
    },
    ...Object.fromEntries(
      statuses.map((status) => [
        String(status),
        {
          description: titlesOf(kinds, status),
          ...headersOf(operation, status),
          content: { 'application/problem+json': refusal(kinds, status, schemas) },
        },
      ]),
    ),
  };
}

function refusal(kinds: readonly ProblemKind[], status: number, schemas: NamedSchemas) {
  const shown = ofStatus(kinds, status).map((kind) => ({
    summary: PROBLEM_KINDS[kind].title,
    value: describeProblem(kind, PROBLEM_EXAMPLES[kind]),
  }));
  return { schema: schemas.describe(namedProblem, 'output'), examples: numbered(shown) };
}

function titlesOf(kinds: readonly ProblemKind[], status: number): string {
  return ofStatus(kinds, status)
    .map((kind) => `${PROBLEM_KINDS[kind].title} (\`${kind}\`).`)
    .join(' ');
}

function ofStatus(kinds: readonly ProblemKind[], status: number): ProblemKind[] {
  return kinds.filter((kind) => PROBLEM_KINDS[kind].status === status);
}

/** Who is not known has no rate, and what failed within the server may not tell it. */
function headersOf({ scope }: Operation, status: number) {
  if (scope === 'anyone' || status === 401) return {};
  const names = ['X-RateLimit-Limit', 'X-RateLimit-Remaining', ...(status === 429 ? ['Retry-After'] : [])];
  return {
    headers: Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }])),
  };
}

function numbered<Example>(examples: readonly Example[]): Record<string, Example> {
  return Object.fromEntries(examples.map((example, index) => [`example${index + 1}`, example]));
}
