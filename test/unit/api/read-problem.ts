import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { expect } from 'vitest';
import { type Problem, problem } from '../../../shared/api/problem.ts';

/** The problem that an answer is; fails the test when it is none, or not a whole one. */
export function readProblem({ statusCode, headers, body }: APIGatewayProxyStructuredResultV2): Problem {
  expect(headers).toMatchObject({ 'content-type': 'application/problem+json', 'cache-control': 'no-store' });
  const read = problem.parse(JSON.parse(body ?? ''));
  expect(read.status).toBe(statusCode);
  return read;
}
