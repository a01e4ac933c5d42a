import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Validator } from '@seriousme/openapi-schema-validator';
import { describe, expect, it } from 'vitest';
import { openApiDocument } from '../../../../shared/api/openapi/openapi-document.ts';
import { PROBLEM_EXAMPLES } from '../../../../shared/api/openapi/problem-examples.ts';
import { problemsOf } from '../../../../shared/api/operation.ts';
import { OPERATIONS } from '../../../../shared/api/operations.ts';
import { describeProblem } from '../../../../shared/api/problem.ts';
import { PROBLEM_KINDS } from '../../../../shared/api/problem-kinds.ts';
import { formatJson } from '../../../../shared/mvsep/format-json.ts';
import { createAnswerChecker } from '../../../end-to-end/jobs-api/answer-checker.ts';

const COMMITTED = resolve(import.meta.dirname, '../../../../shared/api/openapi/openapi.json');
const committed = readFileSync(COMMITTED, 'utf8');
const check = createAnswerChecker(JSON.parse(committed));

function headersOf(type: string): Headers {
  const rate = { 'x-ratelimit-limit': '300', 'x-ratelimit-remaining': '299', 'retry-after': '20' };
  return new Headers({ 'content-type': type, ...rate });
}

describe('the committed OpenAPI document of the API', () => {
  it('is what the operations say now; else run: npm run openapi', () => {
    expect(committed).toBe(formatJson(openApiDocument()));
  });

  it('is valid OpenAPI 3.1', async () => {
    const checker = new Validator();
    expect(await checker.validate(JSON.parse(committed))).toEqual({ valid: true });
    expect(checker.version).toBe('3.1');
  });

  it('has one operation for each route, and a name for each operation', () => {
    const routes = OPERATIONS.map(({ method, path }) => `${method} ${path}`);
    expect(new Set(routes).size).toBe(OPERATIONS.length);
    expect(new Set(OPERATIONS.map(({ id }) => id)).size).toBe(OPERATIONS.length);
    expect(committed.match(/"operationId"/g)).toHaveLength(OPERATIONS.length);
  });

  it('refers to nothing that is missing, and names nothing that is unused', () => {
    const { components } = JSON.parse(committed);
    const referred = [...committed.matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map(([, name]) => name);
    expect([...new Set(referred)].sort()).toEqual(Object.keys(components.schemas).sort());
  });
});

describe.each(OPERATIONS.map((operation) => [operation.id, operation] as const))('%s', (_id, operation) => {
  const { method, path, status, examples } = operation;

  it('has examples that it accepts, and whose replies are as described', () => {
    expect(examples.length).toBeGreaterThan(0);
    for (const { parameters = {}, query = {}, body, reply } of examples) {
      expect(operation.parameters.safeParse(parameters).error).toBeUndefined();
      expect(operation.query.safeParse(query).error).toBeUndefined();
      expect(operation.body.safeParse(body ?? {}).error).toBeUndefined();
      const text = JSON.stringify(operation.reply.parse(reply));
      expect(check(method, path, { status, headers: headersOf('application/json'), text })).toBeDefined();
    }
  });

  it('describes every refusal that it may answer with, and no other', () => {
    const headers = headersOf('application/problem+json');
    for (const kind of problemsOf(operation)) {
      const text = JSON.stringify(describeProblem(kind, PROBLEM_EXAMPLES[kind]));
      expect(check(method, path, { status: PROBLEM_KINDS[kind].status, headers, text })).toBeDefined();
    }
    expect(() => check(method, path, { status: 418, headers, text: '{}' })).toThrow('is not described');
  });

  it('refuses an answer that says more than is described, or has another type', () => {
    const [example] = examples;
    const reply = { ...Object(example?.reply), surprise: 1 };
    const answer = { status, headers: headersOf('application/json'), text: JSON.stringify(reply) };
    if (operation.id !== 'describeApi')
      expect(() => check(method, path, answer)).toThrow('must NOT have additional properties');
    const page = { ...answer, headers: headersOf('text/html') };
    expect(() => check(method, path, page)).toThrow('not described as "text/html"');
  });
});
