import * as z from 'zod';
import { PROBLEM_KINDS, type ProblemKind } from './problem-kinds.ts';

/** What the `type` of every problem begins with. It names, and leads nowhere: RFC 9457 allows both. */
const TYPE_PREFIX = 'urn:mvsep-serverless:problem:';

/** A refusal as RFC 9457 lays it down, served as `application/problem+json`. */
export const problem = z.strictObject({
  type: z.string().startsWith(TYPE_PREFIX).describe('Tells kinds of problems apart.'),
  title: z.string().describe('The same for every problem of its kind.'),
  status: z.int().min(400).max(599).describe('The HTTP status once more.'),
  detail: z.string().describe('What happened, and what to do next.'),
  errors: z
    .array(
      z.strictObject({
        pointer: z.string().describe('Where in the request: a JSON pointer, or the name of a parameter.'),
        detail: z.string(),
      }),
    )
    .optional()
    .describe('Everything that is wrong with the request.'),
});

export type Problem = z.infer<typeof problem>;

/** The body of a refusal. */
export function describeProblem(
  kind: ProblemKind,
  detail: string,
  errors: NonNullable<Problem['errors']> = [],
): Problem {
  const { status, title } = PROBLEM_KINDS[kind];
  return { type: `${TYPE_PREFIX}${kind}`, title, status, detail, ...(errors.length === 0 ? {} : { errors }) };
}
